namespace Sentiment.Inference;

/// <summary>The bounded queue in front of the model is full: the text was refused at once and not scored. Try again later.</summary>
/// <param name="retryAfter">How long the texts that are waiting now will take, roughly.</param>
/// <param name="limit">What was exceeded, in words, for example <c>4096 texts</c>.</param>
public sealed class EngineBusyException(TimeSpan retryAfter, string limit)
    : Exception(
        $"The queue of texts waiting to be scored is full ({limit}). Try again in {Math.Ceiling(retryAfter.TotalSeconds)} s, or raise " +
        "the options QueueTexts or QueueTokens.")
{
    /// <summary>When a new attempt is worth making; at least one second.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
