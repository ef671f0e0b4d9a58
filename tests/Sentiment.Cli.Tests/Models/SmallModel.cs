using Sentiment.Models;

namespace Sentiment.Cli.Tests;

/// <summary>Random models small enough to be made in a test.</summary>
internal static class SmallModel
{
    public static ModelDimensions ModelDimensions
    {
        get;
    } = new() { Layers = 3, Hidden = 48, Heads = 3, FeedForward = 96, Vocabulary = 2000, Positions = 70, Labels = 2 };

    public static string Write(TemporaryDirectory directory, int seed = 1)
    {
        var place = directory.File($"plain-{seed}");
        ModelDirectory.Write(place, to => ModelDirectory.WriteSynthetic(to, WeightSynthesis.Create(ModelDimensions, seed)));
        return place;
    }
}
