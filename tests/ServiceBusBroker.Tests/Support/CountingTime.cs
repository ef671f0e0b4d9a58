using Microsoft.Extensions.Time.Testing;

namespace ServiceBusBroker.Tests.Support;

/// <summary>A clock that the test moves and that knows how many timers are in use.</summary>
internal sealed class CountingTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero))
{
    private int timers;

    public int Timers => Volatile.Read(ref timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref timers);
        return new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref timers));
    }

    private sealed class CountedTimer(ITimer inner, Action disposed) : ITimer
    {
        private Action? disposed = disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            inner.Dispose();
            Interlocked.Exchange(ref disposed, null)?.Invoke();
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            Interlocked.Exchange(ref disposed, null)?.Invoke();
        }
    }
}
