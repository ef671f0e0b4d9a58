namespace ServiceBusBroker.Queues;

/// <summary>
/// Remembers message ids for a while. Not thread-safe: the queue's gate guards it. Holds <see cref="Capacity"/> ids at most, so that
/// memory stays bounded; beyond that the oldest are forgotten early.
/// </summary>
internal sealed class DuplicateHistory(TimeSpan window, int capacity = DuplicateHistory.Capacity)
{
    public const int Capacity = 500_000;

    private readonly Dictionary<string, long> known = [];
    private readonly Queue<(string Id, DateTimeOffset At)> order = [];

    /// <summary>The sequence number of the message with this id within the window, or null.</summary>
    public long? Find(string id, DateTimeOffset now)
    {
        while (order.TryPeek(out var oldest) && now - oldest.At >= window)
            ForgetOldest();
        return known.TryGetValue(id, out var sequenceNumber) ? sequenceNumber : null;
    }

    /// <summary>Remembers an id that <see cref="Find"/> did not know.</summary>
    public void Add(string id, long sequenceNumber, DateTimeOffset now)
    {
        known.Add(id, sequenceNumber);
        order.Enqueue((id, now));
        if (order.Count > capacity)
            ForgetOldest();
    }

    private void ForgetOldest() => known.Remove(order.Dequeue().Id);
}
