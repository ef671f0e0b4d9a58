using System.Text.Json;
using Sentiment.Inference;
using Sentiment.Models.Onnx;

namespace Sentiment.Models;

/// <summary>The bounds that an optimised model must meet. In addition, the logits of a text must not depend on its batch.</summary>
/// <param name="LargestDifference">The largest allowed difference between two logits.</param>
/// <param name="FlippedShare">The largest allowed share of texts whose label changes, between 0 and 1.</param>
internal sealed record Bounds(float LargestDifference, double FlippedShare)
{
    /// <summary>Rounding only.</summary>
    public static Bounds Exact { get; } = new(1e-4f, 0);

    /// <summary>Quantization: the label of texts near the boundary between two labels may change.</summary>
    public static Bounds Int8 { get; } = new(1f, 0.02);

    public bool Allow(Verification found) =>
        found.Steady && found.LargestDifference <= LargestDifference && found.Flips <= FlippedShare * found.Texts;
}

/// <summary>Makes a faster CPU model from an fp32 export, and compares the two before it keeps the new model.</summary>
internal static class ModelOptimizer
{
    /// <returns>How the new model compares with its source.</returns>
    /// <exception cref="OperationCanceledException">It was stopped between two steps. Nothing is written.</exception>
    /// <exception cref="InvalidDataException">The source is not an fp32 DistilBERT classifier, or the result exceeds the bounds. Nothing is
    /// written.</exception>
    public static Verification Optimize(string source, string target, ILinearWriter linear, Bounds bounds, string[] texts,
        CancellationToken cancellationToken = default)
    {
        var (model, heads, sha256, sideFiles) = ReadSource(source);
        Verification? found = null;
        ModelDirectory.Write(target, directory =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var graph = FastGraph.Build(WeightReader.Read(model, heads), linear, sha256);
            cancellationToken.ThrowIfCancellationRequested();
            OnnxFile.Write(graph, Path.Combine(directory, "model.onnx"));
            ModelDirectory.CopySideFiles(sideFiles, directory);
            found = Verification.Compare(source, directory, texts, cancellationToken);
            if (!bounds.Allow(found))
                throw new InvalidDataException(
                    $"The {linear.Variant} model differs too much and was not written: largest logit difference " +
                    $"{found.LargestDifference:g3} (bound {bounds.LargestDifference:g3}), {found.Flips} of {found.Texts} labels changed " +
                    $"(bound {bounds.FlippedShare:p1}){(found.Steady ? "" : ", and a text's logits depend on its batch")}.");
        }, cancellationToken);
        return found!;
    }

    private static (ModelProto Model, int Heads, string Sha256, string Directory) ReadSource(string source)
    {
        using var loaded = SentimentModel.Load(source, new InferenceOptions { Threads = 1 });
        var directory = loaded.Info.Directory;
        if (ExternalData.NamesIn(loaded.Info.OnnxFile).FirstOrDefault() is { } weights)
            throw new InvalidDataException(
                $"{directory}: the weights are in {weights}. Export the model with its weights in the ONNX file.");
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "config.json")));
        if (!config.RootElement.TryGetProperty("n_heads", out var value) || value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt32(out var heads))
        {
            throw new InvalidDataException(
                $"{directory}: config.json has no whole number \"n_heads\": only DistilBERT classifiers can be optimised.");
        }

        return (OnnxFile.Read(loaded.Info.OnnxFile), heads, loaded.Info.Sha256, directory);
    }
}
