using System.Runtime.InteropServices;
using Sentiment.Models;
using Sentiment.Models.Onnx;
using static TorchSharp.torch;

namespace Sentiment.Training.Models;

/// <summary>
/// The weights of a model that <c>model optimise --int8</c> wrote, as fp32. They are rounded: each weight to one of 255 values of its
/// column, each table row to 255 values of its own.
/// </summary>
internal sealed class Int8Weights
{
    // Int8Writer raises GELU by this amount, and takes the consequence out of the bias.
    private const float Raise = 0.17f;
    private readonly Dictionary<string, TensorProto> constants;

    private Int8Weights(string file) =>
        constants = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).Graph.Initializer.ToDictionary(tensor => tensor.Name);

    /// <summary>Fills the parameters of a network. Words that the model's vocabulary does not have keep their vectors.</summary>
    /// <param name="directory">The model.</param>
    /// <param name="vocabulary">The network's vocabulary file.</param>
    /// <param name="parameters">The parameters, by name.</param>
    public static void Read(string directory, string vocabulary, IReadOnlyDictionary<string, Tensor> parameters)
    {
        var model = new Int8Weights(Path.Combine(directory, "model.onnx"));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var places = File.ReadAllLines(vocabulary).Index().ToDictionary(piece => piece.Item, piece => (long)piece.Index);
        long[] rows = [.. File.ReadAllLines(Path.Combine(directory, "vocab.txt")).Select(piece => places[piece])];
        parameters[WeightNames.Words].index_copy_(0, tensor(rows), model.Table("words"));
        parameters[WeightNames.Positions].copy_(model.Table("positions"));
        model.CopyNorm(WeightNames.EmbeddingNorm, parameters);
        for (var i = 0; parameters.ContainsKey($"{WeightNames.Layer(i)}.ffn.lin1.weight"); i++)
        {
            var name = WeightNames.Layer(i);
            string query = $"{name}.attention.q_lin", key = $"{name}.attention.k_lin", value = $"{name}.attention.v_lin";
            if (model.constants.ContainsKey($"{query}kv.scale")) model.CopyLinear($"{query}kv", parameters, query, key, value);
            else
            {
                model.CopyLinear(query, parameters, query);
                model.CopyLinear($"{key}v", parameters, key, value);
            }

            foreach (var layer in (string[])[$"{name}.attention.out_lin", $"{name}.ffn.lin1", $"{name}.ffn.lin2"])
                model.CopyLinear(layer, parameters, layer);
            parameters[$"{name}.ffn.lin2.bias"].add_(parameters[$"{name}.ffn.lin2.weight"].sum(1), Raise);
            model.CopyNorm($"{name}.sa_layer_norm", parameters);
            model.CopyNorm($"{name}.output_layer_norm", parameters);
        }

        foreach (var layer in (string[])[WeightNames.PreClassifier, WeightNames.Classifier])
        {
            // The head is fp32, in the layout [in, out].
            parameters[$"{layer}.weight"].copy_(model.Floats($"{layer}.weight").view(-1, parameters[$"{layer}.bias"].shape[0]).t());
            parameters[$"{layer}.bias"].copy_(model.Floats($"{layer}.bias"));
        }
    }

    /// <summary>Divides a layer into the layers that were joined in it.</summary>
    private void CopyLinear(string joined, IReadOnlyDictionary<string, Tensor> parameters, params ReadOnlySpan<string> layers)
    {
        var (weight, bias) = (Bytes(joined) * Floats($"{joined}.scale"), Floats($"{joined}.bias"));
        var left = 0L;
        foreach (var layer in layers)
        {
            var width = parameters[$"{layer}.bias"].shape[0];
            parameters[$"{layer}.weight"].copy_(weight.narrow(1, left, width).t());
            parameters[$"{layer}.bias"].copy_(bias.narrow(0, left, width));
            left += width;
        }
    }

    private void CopyNorm(string name, IReadOnlyDictionary<string, Tensor> parameters)
    {
        foreach (var part in (string[])[$"{name}.weight", $"{name}.bias"]) parameters[part].copy_(Floats(part));
    }

    private Tensor Table(string name) => Bytes(name) * Floats($"{name}.scale").unsqueeze(1);

    private Tensor Bytes(string name)
    {
        var values = constants[$"{name}.weight_int8"];
        return tensor(MemoryMarshal.Cast<byte, sbyte>(values.RawData.Span).ToArray(), [.. values.Dims], ScalarType.Float32);
    }

    private Tensor Floats(string name) => tensor(constants[name].Floats());
}
