using Sentiment.Models.Onnx;

namespace Sentiment.Models;

/// <summary>Linear layers in fp32, as the original computes them.</summary>
internal sealed class Fp32Writer : ILinearWriter
{
    public string Variant => "exact fp32";

    public string Look(GraphWriter graph, string name, float[] table, int width, string rows) =>
        graph.Node("Gather", $"/{name}/Gather", [graph.Floats($"{name}.weight", table, table.Length / width, width), rows]);

    public string Apply(GraphWriter graph, Linear layer, string x) => graph.Node(
        "Gemm",
        $"/{layer.Name}/Gemm",
        [x, graph.Floats($"{layer.Name}.weight", layer.Weight, layer.In, layer.Out),
            graph.Floats($"{layer.Name}.bias", layer.Bias, layer.Out)]);

    public string ApplyToGelu(GraphWriter graph, Linear layer, string x) =>
        Apply(graph, layer, graph.Contrib("Gelu", $"/{layer.Name}/Gelu", [x]));
}
