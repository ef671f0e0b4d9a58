using Sentiment.Inference;

namespace SentimentFunctions.Scoring;

/// <summary>
/// Waits where an HTTP call would be refused: a message or a file is kept anyway, and would be tried again at once after a failure.
/// </summary>
internal static class EngineRetry
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A load that is on its way takes some seconds. Without them, short waits would use up the deliveries of a message.</summary>
    private static readonly TimeSpan LeastLoad = TimeSpan.FromSeconds(10);

    /// <summary>Returns the engine as soon as its model can be loaded.</summary>
    /// <param name="longest">How long to try; a load that is on its way gets ten seconds in any case.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ModelLoadException">The model could not be loaded in that time. A load that is on its way continues.</exception>
    public static Task<SentimentEngine> LoadAsync(TimeSpan longest, CancellationToken cancellationToken) =>
        LoadAsync(SharedEngine.GetAsync, longest, TimeProvider.System, cancellationToken);

    /// <inheritdoc cref="LoadAsync(TimeSpan, CancellationToken)"/>
    internal static async Task<SentimentEngine> LoadAsync(
        Func<CancellationToken, ValueTask<SentimentEngine>> load, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(longest > LeastLoad ? longest : LeastLoad, time);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var (began, failure) = (time.GetTimestamp(), (ModelLoadException?)null);
        try
        {
            while (true)
            {
                try
                {
                    return await load(wait.Token);
                }
                catch (ModelLoadException exception) when (time.GetElapsedTime(began) < longest)
                {
                    failure = exception;
                    await Task.Delay(Pause, time, wait.Token);
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            const string Setting = $"{ScoringOptions.Section}__{nameof(ScoringOptions.ModelWaitSeconds)}";
            throw failure ?? new ModelLoadException(
                $"{ScoringOptions.Section}__{nameof(InferenceOptions.Model)}", "loading", $"it takes longer than {Setting} allows.",
                $"It goes on, so that a later attempt may find the model loaded. If it always takes that long, raise {Setting}.");
        }
    }

    /// <summary>Scores each text, in order, as soon as the request queue has room for them; null for one without a result.</summary>
    /// <param name="engine">Scores them.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="mayBlock">Whether a single text may be scored on the calling thread.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static async Task<SentimentScore?[]> ScoreWithRetryAsync(
        this SentimentEngine engine, IReadOnlyList<string> texts, bool mayBlock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await engine.ScoreEachAsync(texts, timings: null, mayBlock, cancellationToken);
            }
            catch (EngineBusyException busy)
            {
                await Task.Delay(busy.RetryAfter, cancellationToken);
            }
        }
    }
}
