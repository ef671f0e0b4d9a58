using System.Diagnostics;
using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>
/// Waits where an HTTP call would be refused: a message or a file is kept anyway, and would be tried again at once after a failure.
/// </summary>
internal static class EngineRetry
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Returns the engine as soon as its model can be loaded.</summary>
    /// <param name="longest">How long to try.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ModelLoadException">The model could not be loaded in that time.</exception>
    public static async Task<SentimentEngine> LoadAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await SharedEngine.GetAsync(cancellationToken);
            }
            catch (ModelLoadException) when (Stopwatch.GetElapsedTime(began) < longest)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>Scores each text (<see cref="EachText"/>), in order, as soon as the request queue has room for them.</summary>
    /// <param name="engine">Scores them.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="mayBlock">Whether a single text may be scored on the calling thread.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static async Task<SentimentScore[]> ScoreWithRetryAsync(
        this SentimentEngine engine, IReadOnlyList<string> texts, bool mayBlock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await engine.ScoreEachTextAsync(texts, timings: null, mayBlock, cancellationToken);
            }
            catch (EngineBusyException busy)
            {
                await Task.Delay(busy.RetryAfter, cancellationToken);
            }
        }
    }
}
