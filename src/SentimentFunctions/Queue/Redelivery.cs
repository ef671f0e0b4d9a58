namespace SentimentFunctions.Queue;

/// <summary>
/// How long a redelivered message waits: a review, or a part of a file. Its cause, such as a missing model or a full output queue, needs
/// time to pass, but Service Bus delivers again at once. Without a wait, a message would use up all its deliveries within a second, and so
/// would every other message of the queue.
/// </summary>
internal static class Redelivery
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The wait before the message is scored: none for a new one, then one second, two, four and so on.</summary>
    /// <param name="deliveryCount">How often the message has been delivered, including this time.</param>
    /// <param name="longest">The upper limit of the wait.</param>
    public static TimeSpan Wait(long deliveryCount, TimeSpan longest)
    {
        if (deliveryCount <= 1)
            return TimeSpan.Zero;
        var wait = First * Math.Pow(2, Math.Min(deliveryCount - 2, 10));
        return wait < longest ? wait : longest;
    }
}
