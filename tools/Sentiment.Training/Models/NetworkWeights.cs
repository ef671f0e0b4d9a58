using Sentiment.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Sentiment.Training.Models;

/// <summary>Converts weights between a network in training and the form that is read from and written to ONNX files.</summary>
internal static class NetworkWeights
{
    public static ClassifierWeights Read(DistilBertClassifier model)
    {
        var parameters = Parameters(model);
        var shape = model.Shape;
        var geometry = new ModelDimensions
        {
            Layers = shape.Layers,
            Hidden = shape.Width,
            Heads = shape.Heads,
            FeedForward = shape.Inner,
            Vocabulary = shape.Vocabulary,
            Positions = shape.Positions,
        };
        return new ClassifierWeights(
            geometry,
            Values(parameters[WeightNames.Words]),
            Values(parameters[WeightNames.Positions]),
            Norm(WeightNames.EmbeddingNorm),
            [.. Enumerable.Range(0, shape.Layers).Select(i => Layer(WeightNames.Layer(i)))],
            Linear(WeightNames.PreClassifier),
            Linear(WeightNames.Classifier));

        EncoderLayer Layer(string name) => new(
            Linear(name + ".attention.q_lin"), Linear(name + ".attention.k_lin"), Linear(name + ".attention.v_lin"),
            Linear(name + ".attention.out_lin"),
            Norm(name + ".sa_layer_norm"), Linear(name + ".ffn.lin1"), Linear(name + ".ffn.lin2"), Norm(name + ".output_layer_norm"));

        Norm Norm(string name) => new(name, Values(parameters[name + ".weight"]), Values(parameters[name + ".bias"]));

        // Torch stores [out, in]; the matrix product needs [in, out].
        Linear Linear(string name) => new(name, Values(parameters[name + ".weight"].t()), Values(parameters[name + ".bias"]));
    }

    /// <summary>Creates a network with weights that were read from an ONNX file.</summary>
    public static DistilBertClassifier Create(ClassifierWeights weights, int pad, int seed)
    {
        var size = weights.ModelDimensions;
        var model = new DistilBertClassifier(
            new DistilBertConfig
            {
                Vocabulary = size.Vocabulary,
                Width = size.Hidden,
                Layers = size.Layers,
                Heads = size.Heads,
                Inner = size.FeedForward,
                Positions = size.Positions
            },
            pad, seed);
        var parameters = Parameters(model);
        Fill(WeightNames.Words, weights.Words);
        Fill(WeightNames.Positions, weights.Positions);
        FillNorm(weights.EmbeddingNorm);
        foreach (var layer in weights.Layers)
        {
            foreach (var linear in (Linear[])[layer.Query, layer.Key, layer.Value, layer.Output, layer.Up, layer.Down]) FillLinear(linear);
            FillNorm(layer.AttentionNorm);
            FillNorm(layer.OutputNorm);
        }

        FillLinear(weights.PreClassifier);
        FillLinear(weights.Classifier);
        return model;

        void FillLinear(Linear linear)
        {
            using var turned = torch.tensor(linear.Weight, [linear.In, linear.Out]);
            using var weight = turned.t().contiguous();
            Fill(linear.Name + ".weight", Values(weight));
            Fill(linear.Name + ".bias", linear.Bias);
        }

        void FillNorm(Norm norm)
        {
            Fill(norm.Name + ".weight", norm.Scale);
            Fill(norm.Name + ".bias", norm.Bias);
        }

        void Fill(string name, float[] values)
        {
            using var quiet = no_grad();
            using var loaded = torch.tensor(values, parameters[name].shape);
            parameters[name].copy_(loaded);
        }
    }

    public static Dictionary<string, Tensor> Parameters(DistilBertClassifier model) => model.named_parameters()
        .ToDictionary(p => p.name, p => (Tensor)p.parameter);

    private static float[] Values(Tensor tensor)
    {
        using var plain = tensor.detach().contiguous();
        return plain.data<float>().ToArray();
    }
}
