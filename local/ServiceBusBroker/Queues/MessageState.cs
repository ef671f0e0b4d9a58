namespace ServiceBusBroker.Queues;

/// <summary>Where a message stands. A message is in exactly one state at a time.</summary>
internal enum MessageState
{
    /// <summary>Ready to be received.</summary>
    Active,

    /// <summary>Received under a lock that has not run out.</summary>
    Locked,

    /// <summary>Waits for its time.</summary>
    Scheduled,

    /// <summary>Set aside; only its sequence number brings it back.</summary>
    Deferred,
}
