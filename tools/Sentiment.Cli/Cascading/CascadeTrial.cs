using System.Diagnostics;
using Sentiment.Cli.Evaluation;
using Sentiment.Inference;

namespace Sentiment.Cli.Cascading;

/// <summary>The scores of both models for one text.</summary>
/// <param name="Confidence">The probability of the first model's label; 0 if the first model may not decide this text.</param>
/// <param name="Agrees">Whether the main model gives the same label.</param>
internal readonly record struct PairedScore(float Confidence, bool Agrees)
{
    /// <summary>The highest threshold at which the first model decides the text: five digits, rounded down.</summary>
    public double Threshold => Math.Floor(Confidence * 1e5) / 1e5;
}

/// <summary>The effect of a threshold.</summary>
/// <param name="Threshold">The first model decides a text if its label has at least this probability.</param>
/// <param name="DecidedFirst">The share of texts that the first model decides.</param>
/// <param name="Agreement">The share of all texts that get the main model's label, with its 95 % interval.</param>
internal sealed record CascadeChoice(double Threshold, Interval DecidedFirst, Interval Agreement);

/// <summary>Two models, run on the same texts.</summary>
/// <param name="Scores">Every text, in order.</param>
/// <param name="MainTime">The time of the main model alone.</param>
internal sealed record CascadeTrial(IReadOnlyList<PairedScore> Scores, TimeSpan MainTime)
{
    /// <summary>The texts that the threshold is set on: every second one. The report uses the others.</summary>
    public IEnumerable<PairedScore> ToSet => Scores.Where((_, index) => index % 2 == 0);

    /// <summary>The texts that the report uses.</summary>
    public IEnumerable<PairedScore> ToReport => Scores.Where((_, index) => index % 2 == 1);

    /// <summary>Runs both models alone, one after the other.</summary>
    public static async Task<CascadeTrial> RunAsync(SentimentEngine first, SentimentEngine main, string[] texts,
        Action<double> progress, CancellationToken cancellationToken)
    {
        var (early, _) = await ScoreAsync(first, texts, share => progress(share / 3), cancellationToken);
        var (sure, time) = await ScoreAsync(main, texts, share => progress((1 + share) / 3), cancellationToken);
        return new([.. early.Zip(sure, (one, other) => new PairedScore(
            SentimentEngine.MayDecide(one, first.Model, main.Model) ? one.Score : 0, one.Label == other.Label))], time);
    }

    /// <summary>Scores all texts in parts, so that progress can be shown.</summary>
    public static async Task<(SentimentScore[] Scores, TimeSpan Time)> ScoreAsync(SentimentEngine engine, string[] texts,
        Action<double> progress, CancellationToken cancellationToken)
    {
        await engine.ScoreAsync("The first run of a model takes longer than the others.", cancellationToken);
        var (scores, start) = (new List<SentimentScore>(texts.Length), Stopwatch.GetTimestamp());
        foreach (var part in texts.Chunk(2048))
        {
            scores.AddRange(await engine.ScoreAsync(part, cancellationToken));
            progress((double)scores.Count / texts.Length);
        }

        return ([.. scores], Stopwatch.GetElapsedTime(start));
    }

    /// <summary>
    /// The lowest threshold at which the agreement with the main model's labels has a 95 % interval whose lower end is at least
    /// <paramref name="agreement"/>; null if there is none, for example because there are too few texts.
    /// </summary>
    public static double? Threshold(IEnumerable<PairedScore> scores, double agreement)
    {
        var all = scores.ToArray();
        double? threshold = null;
        var wrong = 0;
        foreach (var group in all.Where(score => score.Confidence > 0).GroupBy(score => score.Threshold)
            .OrderByDescending(group => group.Key))
        {
            wrong += group.Count(score => !score.Agrees);
            if (Interval.OfShare(all.Length - wrong, all.Length).Low < agreement) break;
            threshold = group.Key;
        }

        return threshold;
    }

    /// <summary>The effect of a threshold on these texts.</summary>
    public static CascadeChoice Report(IReadOnlyCollection<PairedScore> scores, double threshold)
    {
        var decided = scores.Where(score => score.Threshold >= threshold).ToArray();
        return new(threshold, Interval.OfShare(decided.Length, scores.Count),
            Interval.OfShare(scores.Count - decided.Count(score => !score.Agrees), scores.Count));
    }
}
