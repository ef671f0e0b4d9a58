using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SentimentFunctions;

/// <summary>
/// What the doors count and trace. Names follow OpenTelemetry's conventions (https://opentelemetry.io/docs/specs/semconv/general/naming/);
/// no measurement ever carries a text. Thread-safe.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name under which meters and traces are found.</summary>
    public const string Name = "SentimentFunctions";

    /// <summary>One span for each call, batch or file.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Reviews = Meter.CreateCounter<long>(
        "sentiment.reviews", "{review}", "Reviews that came in, by door and outcome: scored, rejected, or failed for now.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "sentiment.door.duration", "s", "How long a call, a batch or a file took.");

    /// <summary>Counts what came of a call, a batch or a file.</summary>
    public static void Count(string door, long scored, long rejected)
    {
        Reviews.Add(scored, new("sentiment.door", door), new("sentiment.outcome", "scored"));
        if (rejected > 0)
            Reviews.Add(rejected, new("sentiment.door", door), new("sentiment.outcome", "rejected"));
    }

    /// <summary>Measures a piece of work from now until it is disposed; the trace's parent is the caller's, by W3C Trace Context.</summary>
    public static Work Start(string door, string? traceParent)
    {
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        return new(door, Source.StartActivity($"sentiment {door}", ActivityKind.Consumer, parent));
    }

    /// <summary>A running piece of work; it failed unless it says otherwise.</summary>
    internal sealed class Work(string door, Activity? activity) : IDisposable
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private bool done;

        /// <summary>How long the work has taken so far.</summary>
        public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

        /// <summary>The work was done, whatever came of its reviews.</summary>
        public void Done(long scored, long rejected)
        {
            done = true;
            Count(door, scored, rejected);
            activity?.SetTag("sentiment.scored", scored).SetTag("sentiment.rejected", rejected);
        }

        /// <summary>Ends the measurement.</summary>
        public void Dispose()
        {
            if (!done)
                activity?.SetStatus(ActivityStatusCode.Error);
            Duration.Record(
                Elapsed.TotalSeconds, new("sentiment.door", door), new("error.type", done ? null : "failed"));
            activity?.Dispose();
        }
    }
}
