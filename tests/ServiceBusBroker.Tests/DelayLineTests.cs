using ServiceBusBroker.Links;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests;

public sealed class DelayLineTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private readonly CountingTime time = new();
    private readonly List<int> done = [];

    [Fact]
    public void Every_item_takes_the_latency_however_many_are_in_flight()
    {
        using var line = new DelayLine(time, Latency);
        for (var i = 0; i < 100; i++)
            Post(line, i);

        time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Empty(done);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(0, 100), done);
    }

    [Fact]
    public void Each_item_has_its_own_latency()
    {
        using var line = new DelayLine(time, Latency);
        Post(line, 1);
        time.Advance(TimeSpan.FromMilliseconds(20));
        Post(line, 2);

        time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal([1], done);
        time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal([1, 2], done);
        Post(line, 3);
        time.Advance(Latency);
        Assert.Equal([1, 2, 3], done);
    }

    [Fact]
    public void Without_latency_there_is_no_timer()
    {
        using var line = new DelayLine(time, TimeSpan.Zero);
        Post(line, 1);

        Assert.Equal([1], done);
        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public void Disposing_runs_waiting_items_and_later_items_run_at_once()
    {
        var line = new DelayLine(time, Latency);
        Post(line, 1);
        line.Dispose();
        Post(line, 2);

        Assert.Equal([1, 2], done);
        Assert.Equal(0, time.Timers);
    }

    private void Post(DelayLine line, int number) => line.Post(() => done.Add(number));
}
