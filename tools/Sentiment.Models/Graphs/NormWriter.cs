using Sentiment.Models.Onnx;
using static Sentiment.Models.Onnx.GraphWriter;

namespace Sentiment.Models;

/// <summary>Layer normalizations.</summary>
internal static class NormWriter
{
    /// <summary>Normalizes each row of <paramref name="x"/>.</summary>
    public static string Normalize(this GraphWriter graph, Norm norm, string x) => graph.Node(
        "LayerNormalization",
        $"/{norm.Name}/LayerNormalization",
        [x, graph.Floats($"{norm.Name}.weight", norm.Scale, norm.Scale.Length),
            graph.Floats($"{norm.Name}.bias", norm.Bias, norm.Bias.Length)],
        Attribute("axis", -1),
        Attribute("epsilon", norm.Epsilon));
}
