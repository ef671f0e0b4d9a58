using System.Diagnostics;
using Sentiment.Inference;

namespace Sentiment.Models;

/// <summary>How a model compares with the one it was made from, on one set of texts.</summary>
/// <param name="Texts">Texts compared.</param>
/// <param name="LargestDifference">The largest difference between two logits.</param>
/// <param name="MeanDifference">The mean difference between two logits.</param>
/// <param name="Flips">Texts whose label changed.</param>
/// <param name="Steady">Whether the logits of a text are bit for bit the same alone and in a batch.</param>
/// <param name="SpeedUp">How many times as fast the model is on the same threads: the median of interleaved rounds.</param>
internal sealed record Verification(int Texts, float LargestDifference, float MeanDifference, int Flips, bool Steady, double SpeedUp)
{
    private const int Rounds = 3;
    private const int PartTexts = 32;

    // A large model scores as many in well under the two seconds that a command has after Ctrl-C.
    private const int TextsAtOnce = 8;

    public static Verification Compare(string sourceDirectory, string candidateDirectory, string[] texts,
        CancellationToken cancellationToken)
    {
        var options = new InferenceOptions { Threads = 1 };
        using var source = SentimentModel.Load(sourceDirectory, options);
        using var candidate = SentimentModel.Load(candidateDirectory, options);
        var (expected, actual) = (Logits(source, texts, cancellationToken), Logits(candidate, texts, cancellationToken));

        var differences = expected.Zip(actual,
            (e, a) => e.Zip(a, (x, y) => float.IsFinite(y) ? Math.Abs(x - y) : float.PositiveInfinity).ToArray()).ToArray();
        var flips = expected.Zip(actual).Count(pair => Best(pair.First) != Best(pair.Second));
        // A sample is enough for the other checks, and keeps the wait short for large models.
        string[] part = [.. texts.Where((_, i) => i % Math.Max(1, texts.Length / PartTexts) == 0)];
        var together = candidate.Logits(part);
        var steady = part.Zip(together).All(pair => pair.Second.SequenceEqual(Logits(candidate, [pair.First], cancellationToken)[0]));
        var ratios = Enumerable.Range(0, Rounds)
            .Select(_ => Seconds(source, part, cancellationToken) / Seconds(candidate, part, cancellationToken)).Order().ToArray();
        return new(texts.Length, differences.Max(row => row.Max()), differences.Average(row => row.Average()), flips,
            steady, ratios[Rounds / 2]);
    }

    private static float[][] Logits(SentimentModel model, string[] texts, CancellationToken cancellationToken)
    {
        var logits = new List<float[]>(texts.Length);
        foreach (var some in texts.Chunk(TextsAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            logits.AddRange(model.Logits(some));
        }

        return [.. logits];
    }

    private static double Seconds(SentimentModel model, string[] texts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        model.Logits(texts);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static int Best(float[] logits) => Array.IndexOf(logits, logits.Max());
}
