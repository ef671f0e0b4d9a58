using Google.Protobuf;
using Sentiment.Models;
using Sentiment.Models.Onnx;

namespace Sentiment.Cli.Tests;

/// <summary>Random models small enough to be made in a test.</summary>
internal static class SmallModel
{
    // From onnx.proto.
    private const int Float = 1, Int64 = 7;

    public static ModelDimensions ModelDimensions
    {
        get;
    } = new() { Layers = 3, Hidden = 48, Heads = 3, FeedForward = 96, Vocabulary = 2000, Positions = 70, Labels = 2 };

    public static string Write(TemporaryDirectory directory, int seed = 1) => Write(directory, ModelDimensions, seed);

    /// <summary>A model with the labels NEGATIVE, NEUTRAL and POSITIVE.</summary>
    public static string WriteWithThreeLabels(TemporaryDirectory directory)
    {
        var place = Write(directory, ModelDimensions with { Labels = 3 }, seed: 1);
        var config = Path.Combine(place, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("LABEL_0", "NEGATIVE", StringComparison.Ordinal)
            .Replace("LABEL_1", "NEUTRAL", StringComparison.Ordinal).Replace("LABEL_2", "POSITIVE", StringComparison.Ordinal));
        return place;
    }

    /// <summary>Changes the graph: a word adds to the logits of each text that has it.</summary>
    /// <param name="model">The model's directory.</param>
    /// <param name="word">A word of its vocabulary.</param>
    /// <param name="surplus">The addition to the logit of each label; NaN gives the text no result.</param>
    public static void AddToLogits(string model, string word, params float[] surplus)
    {
        var file = Path.Combine(model, "model.onnx");
        var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        var graph = proto.Graph;
        var table = new float[ModelDimensions.Vocabulary * surplus.Length];
        surplus.CopyTo(table, Array.IndexOf(File.ReadAllLines(Path.Combine(model, "vocab.txt")), word) * surplus.Length);
        foreach (var node in graph.Node.Where(node => node.Output.Contains("logits"))) node.Output[0] = $"{word}_logits";
        graph.Initializer.Add(new TensorProto
        {
            Name = $"{word}_table",
            DataType = Float,
            Dims = { ModelDimensions.Vocabulary, surplus.Length },
            FloatData = { table },
        });
        graph.Initializer.Add(new TensorProto { Name = $"{word}_axis", DataType = Int64, Dims = { 1 }, Int64Data = { 1 } });
        graph.Node.Add(Node("Gather", $"{word}_surpluses", $"{word}_table", "input_ids"));
        graph.Node.Add(Node("ReduceSum", $"{word}_sum", $"{word}_surpluses", $"{word}_axis"));
        graph.Node.Add(Node("Squeeze", $"{word}_surplus", $"{word}_sum", $"{word}_axis"));
        graph.Node.Add(Node("Add", "logits", $"{word}_logits", $"{word}_surplus"));
        File.WriteAllBytes(file, proto.ToByteArray());
    }

    /// <summary>Changes the graph: ONNX Runtime fails on each text with this word, which gets an id beyond the embeddings.</summary>
    /// <param name="model">The model's directory.</param>
    /// <param name="word">A word of its vocabulary.</param>
    public static void FailOn(string model, string word)
    {
        var file = Path.Combine(model, "model.onnx");
        var proto = OnnxFile.Read(file);
        foreach (var node in proto.Graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == "input_ids") node.Input[i] = "changed_ids";
            }
        }

        long[] ids = [.. Enumerable.Range(0, ModelDimensions.Vocabulary)];
        ids[Array.IndexOf(File.ReadAllLines(Path.Combine(model, "vocab.txt")), word)] = ids.Length;
        proto.Graph.Initializer.Add(
            new TensorProto { Name = "id_table", DataType = Int64, Dims = { ids.Length }, Int64Data = { ids } });
        proto.Graph.Node.Insert(0, Node("Gather", "changed_ids", "id_table", "input_ids"));
        OnnxFile.Write(proto, file);
    }

    private static string Write(TemporaryDirectory directory, ModelDimensions dimensions, int seed)
    {
        var place = directory.File($"plain-{seed}");
        ModelDirectory.Write(place, to => ModelDirectory.WriteSynthetic(to, WeightSynthesis.Create(dimensions, seed)));
        return place;
    }

    private static NodeProto Node(string type, string output, params string[] inputs) =>
        new() { OpType = type, Name = string.Join('_', [type, .. inputs]), Input = { inputs }, Output = { output } };
}
