using Google.Protobuf;
using Sentiment.Inference;
using Sentiment.Models.Onnx;

namespace Sentiment.Cli.Tests.Models;

/// <summary>
/// A model that would fail later, or give wrong answers, is refused when it is loaded, with the file, the reason and the remedy.
/// </summary>
public sealed class UnusualModelTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string model;

    public UnusualModelTests() => model = SmallModel.Write(directory);

    [Fact]
    public void A_usual_model_is_batch_invariant()
    {
        using var loaded = SentimentModel.Load(model);

        Assert.True(loaded.Info.IsBatchInvariant);
    }

    [Theory]
    [InlineData("config.json", "\"vocab_size\": 2000", "\"vocab_size\": 2001", "vocab_size")]
    [InlineData("config.json", "{", "{\"problem_type\": \"multi_label_classification\",", "multi_label_classification")]
    [InlineData("tokenizer_config.json", "\"DistilBertTokenizer\"", "\"RobertaTokenizerFast\"", "RobertaTokenizerFast")]
    [InlineData("tokenizer_config.json", "\"model_max_length\": 70", "\"model_max_length\": 0", "model_max_length")]
    public void Files_that_do_not_fit_the_graph_are_refused(string file, string old, string changed, string named)
    {
        Replace(file, old, changed);

        AssertRefused(named);
    }

    [Fact]
    public void More_positions_than_the_graph_has_are_refused()
    {
        Replace("config.json", "\"max_position_embeddings\": 70", "\"max_position_embeddings\": 80");
        Replace("tokenizer_config.json", "\"model_max_length\": 70", "\"model_max_length\": 80");

        AssertRefused("80 tokens");
    }

    [Fact]
    public void A_vocabulary_longer_than_the_table_is_refused()
    {
        File.AppendAllText(Path.Combine(model, "vocab.txt"), "surplus\n");

        AssertRefused("last id of vocab.txt, 2000");
    }

    [Theory]
    [InlineData("input_ids")]
    [InlineData("attention_mask")]
    public void A_fixed_shape_is_refused(string input)
    {
        Change(graph =>
        {
            foreach (var dimension in graph.Input.Single(value => value.Name == input).Type.TensorType.Shape.Dim)
                dimension.DimValue = 16;
        });

        AssertRefused("dynamic axes");
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused()
    {
        Change(graph =>
        {
            foreach (var tensor in graph.Initializer.Where(tensor => tensor.DataType == 1))
                tensor.RawData = ByteString.CopyFrom([.. Enumerable.Repeat<byte>(0xFF, tensor.RawData.Length)]);
        });

        AssertRefused("not finite");
    }

    [Fact]
    public void A_graph_without_an_attention_mask_is_refused()
    {
        Change(graph =>
        {
            IgnoreMask(graph);
            graph.Input.Remove(graph.Input.Single(value => value.Name == "attention_mask"));
        });

        AssertRefused("attention_mask");
    }

    [Fact]
    public void Texts_run_alone_when_a_graph_reads_its_padding()
    {
        Change(IgnoreMask);
        using var loaded = SentimentModel.Load(model);
        string[] texts = ["a", "a much longer text than the first one, so that the first is padded", "b"];

        Assert.False(loaded.Info.IsBatchInvariant);
        Assert.Equal(texts.Select(text => loaded.Logits([text])[0]), loaded.Logits(texts));
    }

    public void Dispose() => directory.Dispose();

    /// <summary>The graph takes ones in place of the mask.</summary>
    private static void IgnoreMask(GraphProto graph)
    {
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == "attention_mask") node.Input[i] = "ones";
            }
        }

        graph.Node.Insert(0, new NodeProto { OpType = "Equal", Name = "same", Input = { "input_ids", "input_ids" }, Output = { "same" } });
        graph.Node.Insert(1, new NodeProto
        {
            OpType = "Cast",
            Name = "ones",
            Input = { "same" },
            Output = { "ones" },
            Attribute =
            {
                new AttributeProto { Name = "to", Type = AttributeProto.Types.Kind.Int, I = 7 },
            },
        });
    }

    private void Replace(string file, string old, string changed)
    {
        var path = Path.Combine(model, file);
        var content = File.ReadAllText(path);
        Assert.Contains(old, content, StringComparison.Ordinal);
        File.WriteAllText(path, content.Replace(old, changed, StringComparison.Ordinal));
    }

    private void Change(Action<GraphProto> change)
    {
        var file = Path.Combine(model, "model.onnx");
        var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        change(proto.Graph);
        File.WriteAllBytes(file, proto.ToByteArray());
    }

    private void AssertRefused(string named)
    {
        var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(model));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(model, error.Message, StringComparison.Ordinal);
    }
}
