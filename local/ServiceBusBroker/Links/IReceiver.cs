using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>What the dispatcher needs of a receiving link.</summary>
internal interface IReceiver
{
    /// <summary>Guarded by the dispatcher.</summary>
    LinkCredit Credit { get; }

    /// <summary>Whether the receiver wants to know when there are no more messages. Guarded by the dispatcher.</summary>
    bool WantsDrain { get; set; }

    /// <summary>Whether messages are locked for the receiver; otherwise receiving removes them.</summary>
    bool PeekLock { get; }

    /// <summary>Delays what is sent to the receiver.</summary>
    DelayLine Line { get; }

    /// <summary>Sends a message; false when the link is gone.</summary>
    bool TrySend(Delivery delivery);

    /// <summary>Reports that a drain has ended.</summary>
    void ReportDrained();
}

/// <summary>How many more messages a receiver wants. Not thread-safe: the dispatcher's gate guards it.</summary>
internal sealed class LinkCredit
{
    private uint sent;

    public long Available { get; private set; }

    /// <summary>Handles a flow.</summary>
    /// <param name="received">Messages that had reached the receiver when it wrote the flow; those sent since reduce the credit.</param>
    /// <param name="credit">How many more it wanted then.</param>
    public void OnFlow(uint received, uint credit) => Available = Math.Max(0, credit - (long)unchecked(sent - received));

    /// <summary>Counts a sent message.</summary>
    public void Spend()
    {
        Available--;
        unchecked
        {
            sent++;
        }
    }

    /// <summary>Drops the remaining credit, because the receiver asked for a drain.</summary>
    public void Drain() => Available = 0;
}
