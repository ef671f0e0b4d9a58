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

/// <summary>What the first model decides, and how often both models together give the main model's label.</summary>
/// <param name="DecidedFirst">The share of texts that the first model decides.</param>
/// <param name="Agreement">The share of all texts that get the main model's label.</param>
internal sealed record CascadeEffect(Interval DecidedFirst, Interval Agreement);

/// <summary>Two models, run on the same texts.</summary>
/// <param name="Scores">Every text that has a score of the main model, in order.</param>
/// <param name="Unscorable">The indices of the other texts: there is no label that the first model could agree with.</param>
/// <param name="MainTime">The time of the main model alone.</param>
internal sealed record CascadeTrial(IReadOnlyList<PairedScore> Scores, IReadOnlyList<int> Unscorable, TimeSpan MainTime)
{
    private const int Parts = 5;

    /// <summary>Runs both models alone, one after the other.</summary>
    public static async Task<CascadeTrial> RunAsync(SentimentEngine first, SentimentEngine main, string[] texts,
        Action<double> progress, CancellationToken cancellationToken)
    {
        var (early, _) = await ScoreAsync(first, texts, share => progress(share / 3), cancellationToken);
        var (sure, time) = await ScoreAsync(main, texts, share => progress((1 + share) / 3), cancellationToken);
        var (scores, unscorable) = (new List<PairedScore>(texts.Length), new List<int>());
        for (var i = 0; i < texts.Length; i++)
        {
            if (sure[i] is not { } right) unscorable.Add(i);
            else if (early[i] is { } guess && main.MayDecide(texts[i], guess, first.Model))
                scores.Add(new(guess.Score, guess.Label == right.Label));
            else scores.Add(new(0, Agrees: false));
        }

        return new(scores, unscorable, time);
    }

    /// <summary>Scores all texts in parts, so that progress can be shown.</summary>
    public static async Task<(SentimentScore?[] Scores, TimeSpan Time)> ScoreAsync(SentimentEngine engine, string[] texts,
        Action<double> progress, CancellationToken cancellationToken)
    {
        await engine.ScoreEachAsync(["The first run of a model takes longer than the others."], cancellationToken: cancellationToken);
        var (scores, start) = (new List<SentimentScore?>(texts.Length), Stopwatch.GetTimestamp());
        foreach (var part in texts.Chunk(2048))
        {
            scores.AddRange(await engine.ScoreEachAsync(part, cancellationToken: cancellationToken));
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

    /// <summary>
    /// The effect on texts that the threshold was not set on (cross-validation): for each fifth of the texts, the threshold is set on the
    /// other four. A fifth for which there is no threshold is left to the main model.
    /// </summary>
    /// <param name="scores">At least one.</param>
    /// <param name="agreement">As for <see cref="Threshold"/>.</param>
    public static CascadeEffect CrossValidate(IReadOnlyList<PairedScore> scores, double agreement)
    {
        var decided = Enumerable.Range(0, Parts).SelectMany(part =>
        {
            var threshold = Threshold(scores.Where((_, index) => index % Parts != part), agreement) ?? double.PositiveInfinity;
            return scores.Where((score, index) => index % Parts == part && score.Threshold >= threshold);
        });
        return Effect([.. decided], scores.Count);
    }

    /// <summary>The effect of a threshold on these texts.</summary>
    public static CascadeEffect Report(IReadOnlyCollection<PairedScore> scores, double threshold) =>
        Effect([.. scores.Where(score => score.Threshold >= threshold)], scores.Count);

    private static CascadeEffect Effect(PairedScore[] decided, int texts) =>
        new(Interval.OfShare(decided.Length, texts), Interval.OfShare(texts - decided.Count(score => !score.Agrees), texts));
}
