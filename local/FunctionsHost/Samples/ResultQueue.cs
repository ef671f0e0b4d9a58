using Azure.Messaging.ServiceBus;

namespace FunctionsHost.Samples;

/// <summary>Waits for one message of a queue that others may read, too, and leaves all messages in place.</summary>
internal static class ResultQueue
{
    private const int PageSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <param name="receiver">A new receiver of the queue; it is closed at the end.</param>
    /// <param name="isIt">Recognises the wanted message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServiceBusReceivedMessage> FindAsync(
        ServiceBusReceiver receiver, Func<ServiceBusReceivedMessage, bool> isIt, CancellationToken cancellationToken)
    {
        await using var _ = receiver;
        while (true)
        {
            // Each call returns the messages after the last page.
            var page = await receiver.PeekMessagesAsync(PageSize, cancellationToken: cancellationToken);
            if (page.FirstOrDefault(isIt) is { } found)
                return found;
            if (page.Count == 0)
                await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>Returns the first result and cancels the other waits.</summary>
    public static async Task<T> FirstAsync<T>(CancellationToken cancellationToken, params Func<CancellationToken, Task<T>>[] waits)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(waits.Select(wait => wait(decided.Token)));
        await decided.CancelAsync();
        return await first;
    }
}
