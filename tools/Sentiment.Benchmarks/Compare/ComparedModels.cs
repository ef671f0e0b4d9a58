using Sentiment.Models;

namespace Sentiment.Benchmarks.Compare;

/// <summary>The models that are compared: one as exported, and the ones that <c>model optimise</c> writes.</summary>
internal sealed record ComparedModels(string Plain, string Exact, string Int8)
{
    /// <summary>Prepares them under a directory; a second run finds them there.</summary>
    public static ComparedModels Prepare(string? model, string directory)
    {
        var plain = model ?? Path.Combine(directory, "plain");
        if (!Directory.Exists(plain))
            ModelDirectory.Write(plain, to => ModelDirectory.WriteSynthetic(to, WeightSynthesis.Create(new ModelDimensions(), seed: 1)));
        return new(plain, Optimized(plain, directory, new Fp32Writer(), Bounds.Exact),
            Optimized(plain, directory, new Int8Writer(), Bounds.Int8));
    }

    private static string Optimized(string plain, string directory, ILinearWriter linear, Bounds bounds)
    {
        // The hash in the name: another source must not find this one's variants.
        using var loaded = Inference.SentimentModel.Load(plain);
        var place = Path.Combine(directory, $"{linear.Variant.Replace(' ', '-')}-{loaded.Info.Sha256[..12]}");
        if (!Directory.Exists(place))
            ModelOptimizer.Optimize(plain, place, linear, bounds, [.. ReviewTexts.Short(60), .. ReviewTexts.Mixed(40)]);
        return place;
    }
}
