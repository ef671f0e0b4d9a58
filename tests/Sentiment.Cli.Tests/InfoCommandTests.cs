using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Sentiment.Models.Onnx;

namespace Sentiment.Cli.Tests;

public class InfoCommandTests
{
    [Fact]
    public async Task A_model_is_described_with_its_operators_before_and_after_optimisation()
    {
        using var directory = new TemporaryDirectory();
        var place = SmallModel.Write(directory);

        var (code, output, _) = await CommandLine.RunAsync("", "model", "info", place);

        Assert.Equal(0, code);
        foreach (var part in (string[])["input_ids: int64 [batch, sequence]", "logits: float32", "NEGATIVE, POSITIVE", "70 tokens",
            "2,000 tokens", "opset 17", "Softmax 3", "Erf 3", "Gelu 3"])
            Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Matches(@"\nSHA-256 +[0-9a-f]{64}\r?\n", output);
    }

    [Fact]
    public async Task The_version_of_the_operators_is_found_under_the_other_name_of_their_domain()
    {
        using var directory = new TemporaryDirectory();
        var place = SmallModel.Write(directory);
        var file = Path.Combine(place, "model.onnx");
        var model = OnnxFile.Read(file);
        model.OpsetImport.Single(opset => opset.Domain == "").Domain = "ai.onnx";
        OnnxFile.Write(model, file);

        var (code, output, error) = await CommandLine.RunAsync("", "model", "info", place);

        Assert.True(code == 0, error);
        Assert.Contains("opset 17", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_of_16_bits_are_counted()
    {
        using var directory = new TemporaryDirectory();
        var place = SmallModel.Write(directory);
        var file = Path.Combine(place, "model.onnx");
        var model = OnnxFile.Read(file);
        foreach (var tensor in model.Graph.Initializer.Where(tensor => tensor.DataType == TensorReader.Float && tensor.Dims.Count > 0))
            Halve(model.Graph, tensor);
        OnnxFile.Write(model, file);

        var (_, output, _) = await CommandLine.RunAsync("", "model", "info", place);

        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"float16 {SmallModel.ModelDimensions.Parameters:N0}"), output,
            StringComparison.Ordinal);
    }

    /// <summary>Stores a tensor as fp16, and reads it as fp32 as before.</summary>
    private static void Halve(GraphProto graph, TensorProto tensor)
    {
        var name = tensor.Name;
        Half[] halves = [.. tensor.Floats().Select(value => (Half)value)];
        (tensor.Name, tensor.DataType) = ($"{name}_half", TensorReader.Float16);
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan()));
        graph.Node.Insert(0, new NodeProto
        {
            OpType = "Cast",
            Name = $"{name}_cast",
            Input = { tensor.Name },
            Output = { name },
            Attribute = { GraphWriter.Attribute("to", TensorReader.Float) },
        });
    }
}
