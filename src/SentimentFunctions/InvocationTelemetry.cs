using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SentimentFunctions;

/// <summary>
/// The metrics of the functions, and the attributes that they add to the worker's span of each invocation. Names follow OpenTelemetry's
/// conventions for functions (https://opentelemetry.io/docs/specs/semconv/faas/) where they exist. No measurement contains a text.
/// Thread-safe.
/// </summary>
internal static class InvocationTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "SentimentFunctions";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Reviews = Meter.CreateCounter<long>(
        "sentiment.reviews", "{review}", "Reviews received, by trigger and outcome: scored, rejected, refused or failed.");

    // The boundaries of the conventions, and two more for files.
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "faas.invoke_duration",
        "s",
        "How long a call, a message or a file took.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 60, 600]
        });

    /// <summary>Counts reviews by outcome.</summary>
    public static void Count(Trigger trigger, string outcome, long reviews)
    {
        if (reviews > 0)
            Reviews.Add(reviews, new("sentiment.trigger", trigger.Name), new("sentiment.outcome", outcome));
    }

    /// <summary>Runs one invocation and measures it.</summary>
    public static async Task<T> MeasureAsync<T>(Trigger trigger, Func<Invocation, Task<T>> run)
    {
        var span = Activity.Current; // the worker's, where something listens
        span?.SetTag("faas.trigger", trigger.FaasTrigger);
        var work = new Invocation(trigger, span);
        try
        {
            return await run(work);
        }
        catch (Exception exception)
        {
            work.Failed(exception.GetType().FullName!);
            throw;
        }
        finally
        {
            var tags = new TagList { { "faas.trigger", trigger.FaasTrigger } };
            if (work.Error is { } error)
                tags.Add("error.type", error);
            Duration.Record(work.Elapsed.TotalSeconds, tags);
        }
    }
}
