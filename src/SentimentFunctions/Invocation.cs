using System.Diagnostics;

namespace SentimentFunctions;

/// <summary>
/// One invocation: a call, a message, a file or a part of one. It counts as failed until another outcome is set. Not thread-safe.
/// </summary>
internal sealed class Invocation(Trigger trigger, Activity? span)
{
    private readonly long started = Stopwatch.GetTimestamp();

    /// <summary>The reviews that the input is known to have; they count as failed when the invocation fails.</summary>
    public long Reviews { get; set; }

    /// <summary>How long the invocation has taken so far.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>Why the invocation failed: the type of an exception, or a status; null when it did not.</summary>
    public string? Error { get; private set; }

    /// <summary>The invocation succeeded, whatever the outcome of its reviews.</summary>
    public void Done(long scored, long rejected)
    {
        InvocationTelemetry.Count(trigger, "scored", scored);
        InvocationTelemetry.Count(trigger, "rejected", rejected);
        span?.SetTag("sentiment.scored", scored).SetTag("sentiment.rejected", rejected);
    }

    /// <summary>The invocation was refused because the queue was full.</summary>
    public void Refused() => InvocationTelemetry.Count(trigger, "refused", Reviews);

    /// <summary>The invocation failed, for a reason other than its reviews.</summary>
    public void Failed(string error)
    {
        Error = error;
        InvocationTelemetry.Count(trigger, "failed", Reviews);
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
    }

    /// <summary>Sets one more attribute, named by the conventions.</summary>
    public void Tell(string name, object? value) => span?.SetTag(name, value);
}
