using System.Diagnostics;

namespace SentimentFunctions;

/// <summary>A call, a message or a file that is being worked on. It failed unless it says otherwise. Not thread-safe.</summary>
internal sealed class Invocation(Trigger trigger, Activity? span)
{
    private readonly long started = Stopwatch.GetTimestamp();

    /// <summary>The reviews that are known to have come in; counted as failed when the work fails.</summary>
    public long Reviews { get; set; }

    /// <summary>How long the work has taken so far.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>Why the work failed: an exception's type or a status; null when it did not.</summary>
    public string? Error { get; private set; }

    /// <summary>The work was done, whatever came of its reviews.</summary>
    public void Done(long scored, long rejected)
    {
        InvocationTelemetry.Count(trigger, "scored", scored);
        InvocationTelemetry.Count(trigger, "rejected", rejected);
        span?.SetTag("sentiment.scored", scored).SetTag("sentiment.rejected", rejected);
    }

    /// <summary>There was no room for the work now.</summary>
    public void Refused() => InvocationTelemetry.Count(trigger, "refused", Reviews);

    /// <summary>The work came to nothing, and not for its reviews' sake.</summary>
    public void Failed(string error)
    {
        Error = error;
        InvocationTelemetry.Count(trigger, "failed", Reviews);
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
    }

    /// <summary>Tells one thing more about it, under a name of the conventions.</summary>
    public void Tell(string name, object? value) => span?.SetTag(name, value);
}
