using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Sentiment.Inference.Tests;

/// <summary>The counters belong to the process, so no other test may count at the same time.</summary>
[CollectionDefinition(nameof(CounterTests), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>The engine's counters, as a listener of <c>Sentiment.Inference</c> sees them.</summary>
[Collection(nameof(CounterTests))]
public sealed class CounterTests : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, long> counted = new();

    public CounterTests()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Sentiment.Inference") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, more, _, _) =>
            counted.AddOrUpdate(instrument.Name, more, (name, before) => before + more));
        listener.Start();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_call_that_a_full_queue_refuses_is_counted()
    {
        var queue = new RequestQueue(new() { QueueTexts = 1 }, longest: 512, workers: 1);
        queue.Add(1, Call, continuing: false);
        Assert.Equal(0, Count("refusals"));

        Assert.Throws<EngineBusyException>(() => queue.Add(1, Call, continuing: false));

        Assert.Equal(1, Count("refusals"));

        static ScoringRequest Call() => new([new([1, 7, 2], 3)], Stop);
    }

    [Fact]
    public async Task Texts_that_were_scored_before_or_are_twice_in_a_call_are_counted()
    {
        await using var engine = new SentimentEngine(SentimentModel.Load(TestModel.Directory));

        await engine.ScoreAsync(["good", "bad", "good", "good"], Stop);
        Assert.Equal(2, Count("repeats"));
        await engine.ScoreAsync("bad", Stop);
        Assert.Equal(3, Count("repeats"));
    }

    [Fact]
    public async Task Texts_that_the_first_of_two_models_decides_are_counted()
    {
        await using var both = await SentimentEngine.LoadAsync(
            new() { Model = "sentiment-small", FirstModel = "sentiment-tiny", FirstModelThreshold = 0 }, Stop);

        await both.ScoreAsync(["wonderful", "\U0001F600", "dreadful"], Stop); // The first model knows no word of the second text.
        Assert.Equal(2, Count("decided_first"));
        await both.ScoreAsync("wonderful", Stop);
        Assert.Equal(3, Count("decided_first"));
    }

    [Fact]
    public async Task Texts_without_a_label_that_is_probable_enough_are_counted()
    {
        var options = new InferenceOptions { Undecided = 0.99 };
        await using var engine = new SentimentEngine(SentimentModel.Load(TestModel.Directory, options), options);

        var scores = await engine.ScoreAsync(Texts.Random(7, 80), Stop);

        var undecided = scores.Count(score => score.Label == SentimentScore.Undecided);
        Assert.NotEqual(0, undecided);
        Assert.Equal(undecided, Count("undecided"));
    }

    public void Dispose() => listener.Dispose();

    private long Count(string name) => counted.GetValueOrDefault($"sentiment.engine.{name}");
}
