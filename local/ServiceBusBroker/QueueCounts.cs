namespace ServiceBusBroker;

/// <summary>Where a queue's messages are, counted at one moment.</summary>
/// <param name="Active">Ready to be received.</param>
/// <param name="Locked">Received and not settled yet.</param>
/// <param name="Scheduled">Waiting for their time.</param>
/// <param name="Deferred">Set aside, received by sequence number only.</param>
/// <param name="DeadLettered">In the queue's dead-letter queue, whatever their state there.</param>
public readonly record struct QueueCounts(int Active, int Locked, int Scheduled, int Deferred, int DeadLettered)
{
    /// <summary>All messages that the queue holds, the dead-lettered ones left out.</summary>
    public int Live => Active + Locked + Scheduled + Deferred;
}
