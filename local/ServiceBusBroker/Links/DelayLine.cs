namespace ServiceBusBroker.Links;

/// <summary>
/// Delays everything that is sent to one client by a fixed time and keeps the order. It adds latency and does not limit throughput, because
/// any number of items are delayed at once. One timer serves them all; without latency there is none, and everything is sent at once.
/// Thread-safe.
/// </summary>
internal sealed class DelayLine : IDisposable
{
    private readonly TimeProvider time;
    private readonly TimeSpan latency;
    private readonly ITimer? timer;
    private readonly Queue<(long Since, Action Act)> waiting = [];
    private readonly Lock gate = new();
    private bool armed;
    private bool ended;

    public DelayLine(TimeProvider time, TimeSpan latency)
    {
        this.time = time;
        this.latency = latency;
        if (latency > TimeSpan.Zero)
            timer = time.CreateTimer(_ => CarryOut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Runs an action after the latency, on the timer's thread; without latency, or after the line has ended, at once.
    /// </summary>
    /// <param name="act">What to do; it must not throw.</param>
    public void Post(Action act)
    {
        if (timer is null || !TryAdd(act))
            act();
    }

    /// <summary>Ends the line. Waiting actions run at once: on a dead link they only return messages that could not be sent.</summary>
    public void Dispose()
    {
        lock (gate)
            ended = true;
        timer?.Dispose();
        CarryOut();
    }

    private bool TryAdd(Action act)
    {
        lock (gate)
        {
            if (ended)
                return false;
            waiting.Enqueue((time.GetTimestamp(), act));
            if (!armed)
                Arm(latency);
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
        lock (gate)
        {
            armed = waiting.TryPeek(out var first);
            if (!armed)
                return null;
            var left = latency - time.GetElapsedTime(first.Since);
            if (left <= TimeSpan.Zero || ended)
                return waiting.Dequeue().Act;
            Arm(left);
            return null;
        }
    }

    // Timers count whole milliseconds. This rounds up, because a timer that fires too early would only be set again.
    private void Arm(TimeSpan left)
    {
        armed = true;
        timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
