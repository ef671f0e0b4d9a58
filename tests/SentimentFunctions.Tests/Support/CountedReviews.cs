using System.Diagnostics.Metrics;

namespace SentimentFunctions.Tests.Support;

/// <summary>The measurements of <c>sentiment.reviews</c> in this process, those of other tests included. Thread-safe.</summary>
internal sealed class CountedReviews : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly List<(string? Trigger, string? Outcome, long Reviews)> seen = [];

    public CountedReviews()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "sentiment.reviews")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, reviews, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value as string);
            lock (seen)
                seen.Add((named.GetValueOrDefault("sentiment.trigger"), named.GetValueOrDefault("sentiment.outcome"), reviews));
        });
        listener.Start();
    }

    /// <summary>All of them so far.</summary>
    public IReadOnlyList<(string? Trigger, string? Outcome, long Reviews)> All
    {
        get
        {
            lock (seen)
                return [.. seen];
        }
    }

    public void Dispose() => listener.Dispose();
}
