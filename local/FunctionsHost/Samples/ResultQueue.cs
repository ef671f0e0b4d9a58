using FunctionsHost.ServiceBus;

namespace FunctionsHost.Samples;

/// <summary>Waits for one message among those of a queue that others may be reading too, and leaves them all in place.</summary>
internal static class ResultQueue
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <param name="bus">The namespace.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="isIt">Knows the wanted message.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<ReceivedMessage> FindAsync(BusClient bus, string queue, Func<ReceivedMessage, bool> isIt, CancellationToken cancel)
    {
        var browser = new QueueBrowser(await bus.ConnectAsync(queue, cancel), queue);
        while (true)
        {
            var page = await browser.NextAsync().WaitAsync(cancel);
            if (page.FirstOrDefault(isIt) is { } found)
                return found;
            if (page.Count == 0)
                await Task.Delay(Interval, cancel);
        }
    }

    /// <summary>Whichever comes first; the other waits are given up.</summary>
    public static async Task<T> FirstAsync<T>(CancellationToken cancel, params Func<CancellationToken, Task<T>>[] waits)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var first = await Task.WhenAny(waits.Select(wait => wait(decided.Token)));
        await decided.CancelAsync();
        return await first;
    }
}
