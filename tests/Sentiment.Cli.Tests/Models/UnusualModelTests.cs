using System.Runtime.InteropServices;
using Google.Protobuf;
using Sentiment.Inference;
using Sentiment.Inference.Tests;
using Sentiment.Models.Onnx;

namespace Sentiment.Cli.Tests.Models;

/// <summary>
/// A model that would fail later, or give wrong answers, is refused when it is loaded, with the file, the reason and the remedy.
/// </summary>
public sealed class UnusualModelTests : IDisposable
{
    // From onnx.proto.
    private const int Float = 1, Int8 = 3, Int32 = 6, Int64 = 7, Float16 = 10, Float64 = 11;

    private static readonly string[] Texts = ["a", "a much longer text than the first one, so that the first is padded", "b"];
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

        AssertRefused("last id of the vocabulary, 2000");
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
    public void Weights_that_are_not_numbers_are_refused()
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

        Assert.False(loaded.Info.IsBatchInvariant);
        Assert.Equal(Texts.Select(text => loaded.Logits([text])[0]), loaded.Logits(Texts));
    }

    [Fact]
    public void Ids_of_32_bits_give_the_same_logits()
    {
        var usual = Logits();
        Change(graph =>
        {
            foreach (var input in graph.Input)
            {
                input.Type.TensorType.ElemType = Int32;
                Rewire(graph, input.Name, input.Name + "64");
                graph.Node.Insert(0, Cast(input.Name, input.Name + "64", Int64));
            }
        });

        Assert.Equal(usual, Logits());
    }

    [Fact]
    public void Logits_of_16_bits_are_read_exactly()
    {
        var usual = Logits();
        Change(graph =>
        {
            foreach (var node in graph.Node.Where(node => node.Output.Contains("logits"))) node.Output[0] = "logits32";
            graph.Node.Add(Cast("logits32", "logits", Float16));
            graph.Output[0].Type.TensorType.ElemType = Float16;
        });

        Assert.Equal(usual.Select(logits => logits.Select(logit => (float)(Half)logit)), Logits());
    }

    [Fact]
    public void Fewer_logits_than_labels_are_refused()
    {
        Replace("config.json", "\"1\": \"POSITIVE\"", "\"1\": \"POSITIVE\", \"2\": \"MIXED\"");
        Change(graph => graph.Output[0].Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimParam = "labels" });

        AssertRefused("id2label");
    }

    [Fact]
    public void Logits_of_64_bits_are_refused()
    {
        Change(graph =>
        {
            foreach (var node in graph.Node.Where(node => node.Output.Contains("logits"))) node.Output[0] = "logits32";
            graph.Node.Add(Cast("logits32", "logits", Float64));
            graph.Output[0].Type.TensorType.ElemType = Float64;
        });

        AssertRefused("Double");
    }

    [Fact]
    public void Texts_run_alone_when_a_graph_quantizes_a_batch_as_a_whole()
    {
        Change(QuantizeDynamically);
        using var loaded = SentimentModel.Load(model);

        Assert.False(loaded.Info.IsBatchInvariant);
        Assert.Equal(Texts.Select(text => loaded.Logits([text])[0]), loaded.Logits(Texts));
    }

    [Fact]
    public async Task Weights_beside_the_ONNX_file_are_downloaded_too()
    {
        var usual = Logits();
        var (sha256, bytes) = Identity();
        WriteExternally("weights.bin");
        Assert.Equal(usual, Logits());
        Assert.NotEqual(sha256, Identity().Sha256);
        Assert.InRange(Identity().Bytes, bytes, bytes * 1.1);
        var files = Directory.GetFiles(model).ToDictionary(file => "/m/onnx/" + Path.GetFileName(file), File.ReadAllBytes);
        foreach (var name in new[] { "config.json", "vocab.txt", "tokenizer_config.json" }) files[$"/m/{name}"] = files[$"/m/onnx/{name}"];
        await using var server = new RawHttpServer(request =>
            files.TryGetValue(request.Path, out var content) ? RawAnswer.File(request, content) : RawAnswer.Empty(404));
        var address = new Uri(server.Address, "m").ToString();

        using (var cached = await ModelSource.LoadAsync(new() { Model = address, ModelCache = directory.File("cache") },
            TestContext.Current.CancellationToken))
        {
            Assert.Equal(usual, cached.Logits(Texts));
        }

        var fetched = directory.File("fetched");
        Assert.Equal(0, (await CommandLine.RunAsync("", "model", "fetch", fetched, "--source", address)).Code);
        using var loaded = SentimentModel.Load(fetched);
        Assert.Equal(usual, loaded.Logits(Texts));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("config.json")]
    [InlineData("model.onnx")]
    public void External_weights_at_an_invalid_location_are_refused_by_name(string place)
    {
        WriteExternally("weights.bin");
        Change(graph => graph.Initializer.SelectMany(tensor => tensor.ExternalData)
            .Where(entry => entry.Key == "location").ToList().ForEach(entry => entry.Value = place));

        var error = Assert.Throws<FormatException>(() => ExternalData.NamesIn(Path.Combine(model, "model.onnx")));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        AssertRefused(place);
    }

    [Fact]
    public void Weights_in_a_folder_below_are_found()
    {
        var usual = Logits();
        var (sha256, bytes) = Identity();
        WriteExternally("weights/all.bin");

        Assert.Equal(usual, Logits());
        Assert.NotEqual(sha256, Identity().Sha256);
        Assert.InRange(Identity().Bytes, bytes, bytes * 1.1);
    }

    [Fact]
    public void Weights_that_are_missing_are_named()
    {
        WriteExternally("weights.bin");
        File.Delete(Path.Combine(model, "weights.bin"));

        var error = Assert.Throws<ModelLoadException>(() => SentimentModel.Load(model));

        Assert.Equal("weights.bin", error.File);
        Assert.Contains("the file is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_with_the_key_of_external_weights_are_not_taken_for_them()
    {
        var file = Path.Combine(model, "model.onnx");
        var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        proto.MetadataProps.Add(new StringStringEntryProto { Key = "location", Value = "/home/someone/export" });
        File.WriteAllBytes(file, proto.ToByteArray());

        Assert.Empty(ExternalData.NamesIn(file));
        Assert.Equal(new FileInfo(file).Length, Identity().Bytes);
        Assert.Matches("^[0-9a-f]{64}$", Identity().Sha256);
    }

    [Fact]
    public void External_weights_with_a_long_name_are_found()
    {
        var name = new string('w', 120) + ".bin"; // the length of its entry has two bytes
        WriteExternally(name);

        Assert.Equal([name], ExternalData.NamesIn(Path.Combine(model, "model.onnx")));
    }

    [Fact]
    public async Task A_model_with_external_weights_is_not_optimised_and_their_file_is_named()
    {
        WriteExternally("weights.bin");

        var (code, _, error) = await CommandLine.RunAsync("", "model", "optimise", model, directory.File("fast"));

        Assert.Equal(1, code);
        Assert.Contains("weights.bin", error, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private (string Sha256, long Bytes) Identity()
    {
        using var loaded = SentimentModel.Load(model);
        return (loaded.Info.Sha256, loaded.Info.Bytes);
    }

    private float[][] Logits()
    {
        using var loaded = SentimentModel.Load(model);
        return loaded.Logits(Texts);
    }

    // Only tensors over a kilobyte, as exporters do.
    private void WriteExternally(string name) => Change(graph =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(model, name))!);
        using var weights = File.Create(Path.Combine(model, name));
        foreach (var tensor in graph.Initializer.Where(tensor => tensor.RawData.Length >= 1024))
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = name });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{weights.Position}" });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.RawData.Length}" });
            tensor.DataLocation = 1; // EXTERNAL
            weights.Write(tensor.RawData.Span);
            tensor.RawData = ByteString.Empty;
        }
    });

    /// <summary>
    /// Quantizes each product with weights to int8, as <c>quantize_dynamic</c> of ONNX Runtime does: the scale of the activations depends
    /// on the whole batch.
    /// </summary>
    private static void QuantizeDynamically(GraphProto graph)
    {
        var weights = graph.Initializer.ToDictionary(tensor => tensor.Name);
        foreach (var product in graph.Node.Where(node => node.OpType == "MatMul" && weights.ContainsKey(node.Input[1])).ToList())
        {
            var (name, input, tensor) = (product.Output[0], product.Input[0], weights[product.Input[1]]);
            var values = MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
            var scale = values.Max(Math.Abs) / 127;
            var quantized = new TensorProto { Name = $"{name}_weights", DataType = Int8, Dims = { tensor.Dims } };
            quantized.RawData = ByteString.CopyFrom([.. values.Select(value => (byte)(sbyte)MathF.Round(value / scale))]);
            graph.Initializer.Add(quantized);
            graph.Initializer.Add(new TensorProto { Name = $"{name}_scale", DataType = Float, FloatData = { scale } });
            var at = graph.Node.IndexOf(product);
            graph.Node.RemoveAt(at);
            NodeProto[] nodes =
            [
                Node("DynamicQuantizeLinear", [input], $"{name}_q", $"{name}_qscale", $"{name}_qzero"),
                Node("MatMulInteger", [$"{name}_q", $"{name}_weights", $"{name}_qzero"], $"{name}_sum"),
                Cast($"{name}_sum", $"{name}_float", Float),
                Node("Mul", [$"{name}_qscale", $"{name}_scale"], $"{name}_scales"),
                Node("Mul", [$"{name}_float", $"{name}_scales"], name),
            ];
            foreach (var node in nodes) graph.Node.Insert(at++, node);
        }
    }

    private static NodeProto Node(string type, string[] inputs, params string[] outputs) =>
        new() { OpType = type, Name = outputs[0], Input = { inputs }, Output = { outputs } };

    private static NodeProto Cast(string from, string to, int type)
    {
        var node = Node("Cast", [from], to);
        node.Attribute.Add(new AttributeProto { Name = "to", Type = AttributeProto.Types.Kind.Int, I = type });
        return node;
    }

    private static void Rewire(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                if (node.Input[i] == from) node.Input[i] = to;
            }
        }
    }

    /// <summary>Makes the graph use ones instead of the mask.</summary>
    private static void IgnoreMask(GraphProto graph)
    {
        Rewire(graph, "attention_mask", "ones");
        graph.Node.Insert(0, Node("Equal", ["input_ids", "input_ids"], "same"));
        graph.Node.Insert(1, Cast("same", "ones", Int64));
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
