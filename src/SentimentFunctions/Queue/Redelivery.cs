namespace SentimentFunctions.Queue;

/// <summary>
/// How long a message waits that has come before. What hindered it, a missing model or a full output queue, needs time to pass, and Service
/// Bus delivers again at once: without a wait all its deliveries would be used up within a second, and the whole queue dead-lettered after
/// it.
/// </summary>
internal static class Redelivery
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The wait before the message is scored: none for a new one, then one second, two, four and so on.</summary>
    /// <param name="deliveryCount">How often the message has been delivered, this time included.</param>
    /// <param name="longest">What the wait grows up to.</param>
    public static TimeSpan Wait(long deliveryCount, TimeSpan longest)
    {
        if (deliveryCount <= 1)
            return TimeSpan.Zero;
        var wait = First * Math.Pow(2, Math.Min(deliveryCount - 2, 10));
        return wait < longest ? wait : longest;
    }
}
