using Sentiment.Models.Onnx;
using static Sentiment.Models.Onnx.GraphWriter;

namespace Sentiment.Models;

/// <summary>
/// The classifier for CPU, with the same inputs and output as the plain one. The tokens of all texts go through the linear layers as one
/// flat list without padding; only attention sees [batch, sequence]. The last layer computes only the [CLS] token of each text, because
/// nothing else is read.
/// </summary>
internal sealed class FastGraph
{
    private readonly GraphWriter graph = new("distilbert-classifier-cpu");
    private readonly ClassifierWeights weights;
    private readonly ILinearWriter linear;
    private readonly Padding padding;

    private FastGraph(ClassifierWeights weights, ILinearWriter linear)
    {
        (this.weights, this.linear) = (weights, linear);
        graph.Input("input_ids", TensorReader.Int64, "batch", "sequence");
        graph.Input("attention_mask", TensorReader.Int64, "batch", "sequence");
        graph.Output("logits", TensorReader.Float, "batch", $"{weights.ModelDimensions.Labels}");
        padding = new Padding(graph);
    }

    /// <param name="weights">The classifier's weights.</param>
    /// <param name="linear">How linear layers are computed.</param>
    /// <param name="source">SHA-256 of the model that the weights come from.</param>
    public static ModelProto Build(ClassifierWeights weights, ILinearWriter linear, string source)
    {
        var build = new FastGraph(weights, linear);
        build.Classify(build.Encode(build.Embed()));
        return build.graph.ToModel([new("sentiment.variant", linear.Variant), new("sentiment.source.sha256", source)]);
    }

    private string Embed()
    {
        var words = linear.Look(graph, "words", weights.Words, weights.ModelDimensions.Hidden, padding.FlatIds);
        var positions = linear.Look(graph, "positions", weights.Positions, weights.ModelDimensions.Hidden, padding.FlatPositions);
        return graph.Normalize(weights.EmbeddingNorm, graph.Node("Add", "/embeddings/Add", [words, positions]));
    }

    private string Encode(string tokens)
    {
        foreach (var layer in weights.Layers.SkipLast(1))
        {
            var merged = linear.Apply(graph, Linear.Join($"{layer.Query.Name}kv", layer.Query, layer.Key, layer.Value), tokens);
            var parts = Split(layer, padding.Pad(merged, layer.Query.Name), "query", "key", "value");
            tokens = Finish(layer, padding.Unpad(Attend(layer, parts[0], parts[1], parts[2]), layer.Query.Name), tokens);
        }

        return EncodeFirstTokens(weights.Layers[^1], tokens);
    }

    private string EncodeFirstTokens(EncoderLayer layer, string tokens)
    {
        var first = padding.FirstOfEach(tokens);
        var alone = graph.Node("Unsqueeze", "/last/query/Unsqueeze",
            [linear.Apply(graph, layer.Query, first), graph.Integers("sequence_axis", 1)]);
        // Computed for two rows, because a product with a single row takes another path through the matrix kernel, and its rounding depends
        // on the padding.
        var query = graph.Node("Expand", "/last/query/Expand", [alone, graph.Integers("twice", 1, 2, 1)]);
        var merged = linear.Apply(graph, Linear.Join($"{layer.Key.Name}v", layer.Key, layer.Value), tokens);
        var parts = Split(layer, padding.Pad(merged, layer.Key.Name), "key", "value");
        var context = graph.Node("Gather", "/last/context/Gather",
            [Attend(layer, query, parts[0], parts[1]), graph.Integer("first", 0)], Attribute("axis", 1));
        return Finish(layer, context, first);
    }

    private string[] Split(EncoderLayer layer, string merged, params string[] parts) => graph.Nodes(
        "Split",
        $"/{layer.Query.Name}/Split",
        [merged, graph.Integers($"thirds_{parts.Length}", [.. parts.Select(_ => (long)weights.ModelDimensions.Hidden)])],
        [.. parts.Select(part => $"/{layer.Query.Name}/{part}")],
        Attribute("axis", -1));

    private string Attend(EncoderLayer layer, string query, string key, string value) => graph.Contrib(
        "MultiHeadAttention",
        $"/{layer.Query.Name}/Attention",
        [query, key, value, "", padding.Mask],
        Attribute("num_heads", weights.ModelDimensions.Heads));

    private string Finish(EncoderLayer layer, string context, string residual)
    {
        var attended = graph.Node("Add", $"/{layer.AttentionNorm.Name}/Add", [linear.Apply(graph, layer.Output, context), residual]);
        var tokens = graph.Normalize(layer.AttentionNorm, attended);
        var narrow = linear.ApplyToGelu(graph, layer.Down, linear.Apply(graph, layer.Up, tokens));
        return graph.Normalize(layer.OutputNorm, graph.Node("Add", $"/{layer.OutputNorm.Name}/Add", [narrow, tokens]));
    }

    // There is little work here, so fp32 costs nothing and keeps the precision.
    private void Classify(string first)
    {
        var fp32 = new Fp32Writer();
        var pooled = graph.Node("Relu", "/Relu", [fp32.Apply(graph, weights.PreClassifier, first)]);
        graph.Nodes("Identity", "/Identity", [fp32.Apply(graph, weights.Classifier, pooled)], ["logits"]);
    }
}
