using System.Text.Json;
using Sentiment.Inference;
using Sentiment.Models.Onnx;

namespace Sentiment.Models;

/// <summary>The bounds beyond which an optimised model is refused. A text's logits may never depend on its batch.</summary>
/// <param name="LargestDifference">The largest difference of a logit.</param>
/// <param name="FlippedShare">The largest share of texts whose label may change, between 0 and 1.</param>
internal sealed record Bounds(float LargestDifference, double FlippedShare)
{
    /// <summary>Rounding only.</summary>
    public static Bounds Exact { get; } = new(1e-4f, 0);

    /// <summary>Quantization: texts near the boundary between two labels may change their label.</summary>
    public static Bounds Int8 { get; } = new(1f, 0.02);

    public bool Allow(Verification found) =>
        found.Steady && found.LargestDifference <= LargestDifference && found.Flips <= FlippedShare * found.Texts;
}

/// <summary>Writes a faster model for CPU from an fp32 export, and compares the two before anything is kept.</summary>
internal static class ModelOptimizer
{
    /// <returns>How the new model compares with its source.</returns>
    /// <exception cref="InvalidDataException">The source is not an fp32 DistilBERT classifier, or the result is beyond the bounds: nothing
    /// is written.</exception>
    public static Verification Optimize(string source, string target, ILinearWriter linear, Bounds bounds, string[] texts)
    {
        var (model, heads, sha256, sideFiles) = ReadSource(source);
        Verification? found = null;
        ModelDirectory.Write(target, directory =>
        {
            OnnxFile.Write(FastGraph.Build(WeightReader.Read(model, heads), linear, sha256), Path.Combine(directory, "model.onnx"));
            ModelDirectory.CopySideFiles(sideFiles, directory);
            found = Verification.Compare(source, directory, texts);
            if (!bounds.Allow(found))
                throw new InvalidDataException(
                    $"The {linear.Variant} model differs too much and was not written: largest logit difference " +
                    $"{found.LargestDifference:g3} (bound {bounds.LargestDifference:g3}), {found.Flips} of {found.Texts} labels changed " +
                    $"(bound {bounds.FlippedShare:p1}){(found.Steady ? "" : ", and a text's logits depend on its batch")}.");
        });
        return found!;
    }

    private static (ModelProto Model, int Heads, string Sha256, string Directory) ReadSource(string source)
    {
        using var loaded = SentimentModel.Load(source, new InferenceOptions { Threads = 1 });
        var directory = loaded.Info.Directory;
        if (ExternalData.NamesIn(loaded.Info.OnnxFile).FirstOrDefault() is { } weights)
            throw new InvalidDataException(
                $"{directory}: its weights lie in {weights}. Export the model with its weights in the ONNX file.");
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "config.json")));
        if (!config.RootElement.TryGetProperty("n_heads", out var heads))
            throw new InvalidDataException($"{directory}: config.json has no \"n_heads\": only DistilBERT classifiers can be optimised.");
        return (OnnxFile.Read(loaded.Info.OnnxFile), heads.GetInt32(), loaded.Info.Sha256, directory);
    }
}
