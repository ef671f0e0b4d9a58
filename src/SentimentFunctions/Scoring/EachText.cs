using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>Scores many texts so that one without a result costs only its own score.</summary>
internal static class EachText
{
    /// <summary>Scores the texts, in order. One that cannot be scored gets <see cref="TextValidation.NoScore"/>.</summary>
    /// <param name="engine">Scores them.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="timings">Filled while the call runs; null if not needed.</param>
    /// <param name="mayBlock">Whether a single text may be scored on the calling thread.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="EngineBusyException">The engine's queue is full; nothing was scored.</exception>
    public static async Task<SentimentScore[]> ScoreEachTextAsync(
        this SentimentEngine engine, IReadOnlyList<string> texts, ScoreTimings? timings, bool mayBlock,
        CancellationToken cancellationToken) =>
        OrNoScore(await engine.ScoreEachAsync(texts, timings, mayBlock, cancellationToken));

    /// <summary>The scores, with <see cref="TextValidation.NoScore"/> where there is none.</summary>
    internal static SentimentScore[] OrNoScore(IEnumerable<SentimentScore?> scores) =>
        [.. scores.Select(score => score ?? TextValidation.NoScore)];
}
