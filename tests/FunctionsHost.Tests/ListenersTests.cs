using FunctionsHost.Functions;

namespace FunctionsHost.Tests;

public sealed class ListenersTests
{
    private const int Count = 3;

    private readonly TaskCompletionSource all = new();
    private int stopping;

    [Fact]
    public async Task Listeners_are_all_stopped_at_once()
    {
        var listeners = new Listeners();
        for (var i = 0; i < Count; i++)
            listeners.Add(new WaitingListener(this));

        await listeners.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(Count, stopping);
    }

    /// <summary>Has stopped only when all the others are being stopped, too.</summary>
    private sealed class WaitingListener(ListenersTests test) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (++test.stopping == Count)
                test.all.SetResult();
            await test.all.Task;
        }
    }
}
