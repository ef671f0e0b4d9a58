namespace ServiceBusBroker.Links;

/// <summary>
/// Lets what goes to one client go out after a fixed time, in the order in which it was given: latency, not throughput, because any
/// number of things are on their way at once. One timer for all of them; without latency none, and everything goes out at once.
/// Thread-safe.
/// </summary>
internal sealed class DelayLine : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _latency;
    private readonly ITimer? _timer;
    private readonly Queue<(long Since, Action Act)> _waiting = [];
    private readonly Lock _gate = new();
    private bool _armed;
    private bool _ended;

    public DelayLine(TimeProvider time, TimeSpan latency)
    {
        _time = time;
        _latency = latency;
        if (latency > TimeSpan.Zero)
            _timer = time.CreateTimer(_ => CarryOut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does something when its time has come, on the timer's thread; without latency, or when the line has ended, at once.</summary>
    /// <param name="act">What to do; it must not throw.</param>
    public void Post(Action act)
    {
        if (_timer is null || !TryAdd(act))
            act();
    }

    /// <summary>Ends the line. What still waits is done at once: on a dead link it only gives back what could not be sent.</summary>
    public void Dispose()
    {
        lock (_gate)
            _ended = true;
        _timer?.Dispose();
        CarryOut();
    }

    private bool TryAdd(Action act)
    {
        lock (_gate)
        {
            if (_ended)
                return false;
            _waiting.Enqueue((_time.GetTimestamp(), act));
            if (!_armed)
                Arm(_latency);
            return true;
        }
    }

    private void CarryOut()
    {
        while (TakeDue() is { } act)
            act();
    }

    private Action? TakeDue()
    {
        lock (_gate)
        {
            _armed = _waiting.TryPeek(out var first);
            if (!_armed)
                return null;
            var left = _latency - _time.GetElapsedTime(first.Since);
            if (left <= TimeSpan.Zero || _ended)
                return _waiting.Dequeue().Act;
            Arm(left);
            return null;
        }
    }

    // Timers count whole milliseconds; one that came too early would only be set again.
    private void Arm(TimeSpan left)
    {
        _armed = true;
        _timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
