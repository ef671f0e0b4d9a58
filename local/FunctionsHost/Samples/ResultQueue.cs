using Azure.Messaging.ServiceBus;

namespace FunctionsHost.Samples;

/// <summary>Waits for one message among those of a queue that others may be reading too, and leaves them all in place.</summary>
internal static class ResultQueue
{
    private const int PageSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <param name="receiver">A new receiver of the queue; it is closed at the end.</param>
    /// <param name="isIt">Knows the wanted message.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<ServiceBusReceivedMessage> FindAsync(
        ServiceBusReceiver receiver, Func<ServiceBusReceivedMessage, bool> isIt, CancellationToken cancel)
    {
        await using var _ = receiver;
        while (true)
        {
            var page = await receiver.PeekMessagesAsync(PageSize, cancellationToken: cancel); // Each time those after the last page.
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
