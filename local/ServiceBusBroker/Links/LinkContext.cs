namespace ServiceBusBroker.Links;

/// <summary>What all links of one connection share.</summary>
/// <param name="Gate">Keeps what is sent in an order that the client understands.</param>
/// <param name="Line">Delays it by the broker's latency.</param>
/// <param name="Flows">What the client's latest flow said.</param>
internal sealed record LinkContext(FrameOrder Gate, DelayLine Line, FlowTracker Flows);
