using System.Runtime.CompilerServices;
using Sentiment.Models.Onnx;
using static Sentiment.Models.Onnx.GraphWriter;

namespace Sentiment.Models;

/// <summary>
/// Linear layers in int8, with a fixed scale for each weight column and a scale for each token, computed from that token alone. The result
/// of a text therefore cannot depend on its batch, and no calibration is needed.
/// </summary>
internal sealed class Int8Writer : ILinearWriter
{
    // Activations are u8 around 128 and weights are s8, because x64 has instructions for this combination.
    private const byte Zero = 128;

    // Of each graph its own, because the names in it mean nothing in another one.
    private readonly ConditionalWeakTable<GraphWriter, Dictionary<string, (string Values, string Scales)>> quantized = new();

    public string Variant => "int8 per token";

    public string Look(GraphWriter graph, string name, float[] table, int width, string rows)
    {
        var (values, scales) = Quantizer.Rows(table, width);
        var looked = graph.Node("Gather", $"/{name}/Gather",
            [graph.SignedBytes($"{name}.weight_int8", values, scales.Length, width), rows]);
        var scale = graph.Node("Gather", $"/{name}/Scale", [graph.Floats($"{name}.scale", scales, scales.Length), rows]);
        return graph.Node("DequantizeLinear", $"/{name}/DequantizeLinear", [looked, scale], Attribute("axis", 0));
    }

    public string Apply(GraphWriter graph, Linear layer, string x)
    {
        var inputs = quantized.GetOrAdd(graph, _ => []);
        if (!inputs.TryGetValue(x, out var known))
            known = inputs[x] = Quantize(graph, $"/{x}/quantize", x, Magnitude(graph, x), 127, Zero);
        var (weight, columns) = Quantizer.Columns(layer.Weight, layer.Out);
        return Multiply(graph, layer, known, Zero, weight, columns, layer.Bias);
    }

    /// <summary>
    /// GELU is never below -0.17. Shifted by that amount, its values use all 255 levels instead of half of them, and the largest value
    /// gives the scale. The bias of each column subtracts what the shift adds.
    /// </summary>
    public string ApplyToGelu(GraphWriter graph, Linear layer, string x)
    {
        const float Raise = 0.17f;
        var name = $"/{layer.Name}/gelu";
        var raised = graph.Node("Add", $"{name}/Raise", [graph.Contrib("Gelu", $"{name}/Gelu", [x]), graph.Float("gelu_raise", Raise)]);
        var largest = graph.Node("ReduceMax", $"{name}/ReduceMax", [raised], Attribute("axes", [-1]), Attribute("keepdims", 0));
        var (weight, columns) = Quantizer.Columns(layer.Weight, layer.Out);
        var bias = layer.Bias.Select((value, column) => value - Raise * columns[column] * ColumnSum(weight, column, layer.Out)).ToArray();
        return Multiply(graph, layer, Quantize(graph, name, raised, largest, 255, 0), 0, weight, columns, bias);
    }

    private static float ColumnSum(sbyte[] weight, int column, int columns)
    {
        var sum = 0;
        for (var i = column; i < weight.Length; i += columns) sum += weight[i];
        return sum;
    }

    private static string Multiply(GraphWriter graph, Linear layer, (string Values, string Scales) x, byte zero, sbyte[] weight,
        float[] columns, float[] bias)
    {
        var product = graph.Contrib(
            "MatMulIntegerToFloat",
            $"/{layer.Name}/MatMul",
            [x.Values, graph.SignedBytes($"{layer.Name}.weight_int8", weight, layer.In, layer.Out), graph.Float("one", 1),
                graph.Floats($"{layer.Name}.scale", columns, layer.Out), graph.Byte($"zero_point_{zero}", zero)]);
        var scaled = graph.Node("Mul", $"/{layer.Name}/Scale", [product, x.Scales]);
        return graph.Node("Add", $"/{layer.Name}/Add", [scaled, graph.Floats($"{layer.Name}.bias", bias, layer.Out)]);
    }

    private static string Magnitude(GraphWriter graph, string x)
    {
        var largest = graph.Node("ReduceMax", $"/{x}/ReduceMax", [x], Attribute("axes", [-1]), Attribute("keepdims", 0));
        var smallest = graph.Node("Neg", $"/{x}/Neg",
            [graph.Node("ReduceMin", $"/{x}/ReduceMin", [x], Attribute("axes", [-1]), Attribute("keepdims", 0))]);
        // Avoids a division by zero for a row of zeros.
        return graph.Node("Max", $"/{x}/Max", [largest, smallest, graph.Float("least_magnitude", 1e-20f)]);
    }

    private static (string Values,
        string Scales) Quantize(GraphWriter graph, string name, string x, string magnitude, float levels, byte zero)
    {
        var scale = graph.Node("Div", $"{name}/Div", [magnitude, graph.Float($"levels_{levels}", levels)]);
        var zeros = new TensorProto { DataType = TensorReader.UInt8, Dims = { 1 }, RawData = Google.Protobuf.ByteString.CopyFrom(zero) };
        var zeroPoints = graph.Node("ConstantOfShape", $"{name}/ConstantOfShape", [graph.Node("Shape", $"{name}/Shape", [scale])],
            Attribute("value", zeros));
        var values = graph.Node("QuantizeLinear", $"{name}/QuantizeLinear", [x, scale, zeroPoints], Attribute("axis", 0));
        return (values, graph.Node("Unsqueeze", $"{name}/Unsqueeze", [scale, graph.Integers("last_axis", 1)]));
    }
}
