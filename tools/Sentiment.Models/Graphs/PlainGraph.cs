using Sentiment.Models.Onnx;
using static Sentiment.Models.Onnx.GraphWriter;

namespace Sentiment.Models;

/// <summary>The classifier as Hugging Face exports it: every text padded through every layer, standard operators only.</summary>
internal sealed class PlainGraph
{
    private readonly GraphWriter graph = new("distilbert-classifier");
    private readonly ClassifierWeights weights;

    private PlainGraph(ClassifierWeights weights) => this.weights = weights;

    public static ModelProto Build(ClassifierWeights weights) => new PlainGraph(weights).Build();

    private ModelProto Build()
    {
        var size = weights.ModelDimensions;
        graph.Input("input_ids", TensorReader.Int64, "batch", "sequence");
        graph.Input("attention_mask", TensorReader.Int64, "batch", "sequence");
        graph.Output("logits", TensorReader.Float, "batch", $"{size.Labels}");

        var tokens = Embed();
        var padded = graph.Node("Unsqueeze", "/distilbert/mask/Unsqueeze",
            [graph.Node("Equal", "/distilbert/mask/Equal", ["attention_mask", graph.Integer("zero", 0)]),
                graph.Integers("key_axes", 1, 2)]);
        foreach (var layer in weights.Layers) tokens = Encode(layer, tokens, padded);

        var first = graph.Node("Gather", "/Gather", [tokens, graph.Integer("zero", 0)], Attribute("axis", 1));
        var pooled = graph.Node("Relu", "/Relu", [Gemm(weights.PreClassifier, first)]);
        graph.Nodes("Identity", "/Identity", [Gemm(weights.Classifier, pooled)], ["logits"]);
        return graph.ToModel([]);
    }

    private string Embed()
    {
        var size = weights.ModelDimensions;
        var words = graph.Node("Gather", "/distilbert/embeddings/word_embeddings/Gather",
            [graph.Floats(WeightNames.Words, weights.Words, size.Vocabulary, size.Hidden), "input_ids"]);
        var length = graph.Node("Gather", "/distilbert/embeddings/Length",
            [graph.Node("Shape", "/distilbert/embeddings/Shape", ["input_ids"]), graph.Integers("sequence_axis", 1)], Attribute("axis", 0));
        var ids = graph.Integers("position_ids", [.. Enumerable.Range(0, size.Positions).Select(i => (long)i)]);
        var slice = graph.Node("Slice", "/distilbert/embeddings/Slice",
            [ids, graph.Integers("starts", 0), length, graph.Integers("slice_axis", 0)]);
        var positions = graph.Node("Gather", "/distilbert/embeddings/position_embeddings/Gather",
            [graph.Floats(WeightNames.Positions, weights.Positions, size.Positions, size.Hidden), slice]);
        return graph.Normalize(weights.EmbeddingNorm, graph.Node("Add", "/distilbert/embeddings/Add", [words, positions]));
    }

    private string Encode(EncoderLayer layer, string tokens, string padded)
    {
        var attended = graph.Node("Add", $"/{layer.AttentionNorm.Name}/Add", [Linear(layer.Output, Attend(layer, tokens, padded)), tokens]);
        tokens = graph.Normalize(layer.AttentionNorm, attended);
        var wide = Gelu($"/{layer.Up.Name}/activation", Linear(layer.Up, tokens));
        return graph.Normalize(layer.OutputNorm, graph.Node("Add", $"/{layer.OutputNorm.Name}/Add", [Linear(layer.Down, wide), tokens]));
    }

    private string Attend(EncoderLayer layer, string tokens, string padded)
    {
        var name = $"/{layer.Query.Name}/attention";
        var scaled = graph.Node("Mul", $"{name}/Scale",
            [Linear(layer.Query, tokens), graph.Float("query_scale", 1 / MathF.Sqrt(weights.ModelDimensions.HeadSize))]);
        var (query, key, value) =
            (Heads($"{name}/query", scaled, 0, 2, 1, 3), Heads($"{name}/key", Linear(layer.Key, tokens), 0, 2, 3, 1),
                Heads($"{name}/value", Linear(layer.Value, tokens), 0, 2, 1, 3));
        var scores = graph.Node("Where", $"{name}/Where",
            [padded, graph.Float("lowest", float.MinValue), graph.Node("MatMul", $"{name}/MatMul", [query, key])]);
        var context = graph.Node("MatMul", $"{name}/MatMul_1",
            [graph.Node("Softmax", $"{name}/Softmax", [scores], Attribute("axis", -1)), value]);
        var turned = graph.Node("Transpose", $"{name}/Transpose", [context], Attribute("perm", [0, 2, 1, 3]));
        return graph.Node("Reshape", $"{name}/Reshape", [turned, graph.Integers("hidden_shape", 0, 0, weights.ModelDimensions.Hidden)]);
    }

    private string Heads(string name, string tokens, params long[] order)
    {
        var shape = graph.Integers("heads_shape", 0, 0, weights.ModelDimensions.Heads, weights.ModelDimensions.HeadSize);
        return graph.Node("Transpose", $"{name}/Transpose", [graph.Node("Reshape", $"{name}/Reshape", [tokens, shape])],
            Attribute("perm", order));
    }

    private string Linear(Linear layer, string tokens)
    {
        var product = graph.Node("MatMul", $"/{layer.Name}/MatMul",
            [tokens, graph.Floats($"{layer.Name}.weight_transposed", layer.Weight, layer.In, layer.Out)]);
        return graph.Node("Add", $"/{layer.Name}/Add", [graph.Floats($"{layer.Name}.bias", layer.Bias, layer.Out), product]);
    }

    private string Gemm(Linear layer, string rows) =>
        graph.Node("Gemm", $"/{layer.Name}/Gemm",
            [rows, graph.Floats($"{layer.Name}.weight_transposed", layer.Weight, layer.In, layer.Out),
                graph.Floats($"{layer.Name}.bias", layer.Bias, layer.Out)]);

    private string Gelu(string name, string x)
    {
        var erf = graph.Node("Erf", $"{name}/Erf", [graph.Node("Div", $"{name}/Div", [x, graph.Float("sqrt_2", MathF.Sqrt(2))])]);
        var product = graph.Node("Mul", $"{name}/Mul", [x, graph.Node("Add", $"{name}/Add", [erf, graph.Float("one", 1)])]);
        return graph.Node("Mul", $"{name}/Mul_1", [product, graph.Float("half", 0.5f)]);
    }
}
