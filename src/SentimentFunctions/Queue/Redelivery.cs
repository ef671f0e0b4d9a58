namespace SentimentFunctions.Queue;

/// <summary>
/// How long a batch waits that has come before. What hindered it, a missing model or a full output queue, needs time to pass, and Service Bus
/// delivers again at once: without a wait all deliveries of a batch would be used up within a second, and the whole queue dead-lettered after it.
/// </summary>
internal static class Redelivery
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The wait before the batch is tried: none for a new one, then one second, two, four and so on.</summary>
    /// <param name="metadata">Tells how often each message has been delivered.</param>
    /// <param name="messages">How many there are.</param>
    /// <param name="longest">What it grows up to. The locks of a batch are not renewed while it waits.</param>
    public static TimeSpan Wait(MessageMetadata metadata, int messages, TimeSpan longest)
    {
        var deliveries = Enumerable.Range(0, messages).Max(metadata.DeliveryCount) ?? 1;
        if (deliveries <= 1)
            return TimeSpan.Zero;
        var wait = First * Math.Pow(2, Math.Min(deliveries - 2, 10));
        return wait < longest ? wait : longest;
    }
}
