using ServiceBusBroker.Links;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests;

public sealed class DelayLineTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private readonly CountingTime _time = new();
    private readonly List<int> _done = [];

    [Fact]
    public void Everything_takes_the_latency_however_much_is_on_its_way()
    {
        using var line = new DelayLine(_time, Latency);
        for (var i = 0; i < 100; i++)
            Post(line, i);

        _time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Empty(_done);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(0, 100), _done);
    }

    [Fact]
    public void Each_takes_its_own_time()
    {
        using var line = new DelayLine(_time, Latency);
        Post(line, 1);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Post(line, 2);

        _time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal([1], _done);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal([1, 2], _done);
        Post(line, 3);
        _time.Advance(Latency);
        Assert.Equal([1, 2, 3], _done);
    }

    [Fact]
    public void Without_latency_there_is_no_timer()
    {
        using var line = new DelayLine(_time, TimeSpan.Zero);
        Post(line, 1);

        Assert.Equal([1], _done);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void What_waits_at_the_end_is_done_and_so_is_what_comes_after_it()
    {
        var line = new DelayLine(_time, Latency);
        Post(line, 1);
        line.Dispose();
        Post(line, 2);

        Assert.Equal([1, 2], _done);
        Assert.Equal(0, _time.Timers);
    }

    private void Post(DelayLine line, int number) => line.Post(() => _done.Add(number));
}
