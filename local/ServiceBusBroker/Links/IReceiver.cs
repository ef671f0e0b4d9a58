using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>What the dispatcher needs of a receiving link.</summary>
internal interface IReceiver
{
    /// <summary>Guarded by the dispatcher.</summary>
    LinkCredit Credit { get; }

    /// <summary>Whether the receiver waits to be told that nothing more comes. Guarded by the dispatcher.</summary>
    bool WantsDrain { get; set; }

    /// <summary>Whether messages are locked for the receiver; otherwise receiving removes them.</summary>
    bool PeekLock { get; }

    /// <summary>Delays what is sent to the receiver.</summary>
    DelayLine Line { get; }

    /// <summary>Sends a message; false when the link is gone.</summary>
    bool TrySend(Delivery delivery);

    /// <summary>Ends a drain.</summary>
    void TellDrained();
}
