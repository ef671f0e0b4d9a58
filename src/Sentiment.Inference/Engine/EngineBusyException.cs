namespace Sentiment.Inference;

/// <summary>The request queue is full: the call was refused at once, and nothing was scored. Try again later.</summary>
/// <param name="retryAfter">Roughly how long the waiting texts will take.</param>
/// <param name="limit">The content of the queue, in words, for example <c>4096 texts with 98304 tokens are waiting</c>.</param>
public sealed class EngineBusyException(TimeSpan retryAfter, string limit)
    : Exception(
        $"The queue of texts waiting to be scored is full ({limit}). Try again in {Math.Ceiling(retryAfter.TotalSeconds)} s, or raise " +
        "the options QueueTexts or QueueTokens.")
{
    /// <summary>How long to wait before the next attempt; at least one second.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
