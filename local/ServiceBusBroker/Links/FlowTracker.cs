using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace ServiceBusBroker.Links;

/// <summary>
/// Keeps a connection's latest flow. AMQPNetLite 2.5.5 gives a link only the difference between its receiver's limit and the library's own
/// count, which sends on other threads change meanwhile, and it loses the credit if a receiver lowers or repeats it. The library handles
/// one frame after the other, so a link that is notified of a flow finds that flow here. Not thread-safe.
/// </summary>
internal sealed class FlowTracker
{
    private const byte FlowCode = 0x13;
    private const byte SmallULong = 0x53;
    private const byte ULong = 0x80;

    private bool hasHeader;
    private bool hasSize;

    /// <summary>The flow that is being handled, or the last one that was.</summary>
    public Flow? Latest { get; private set; }

    /// <summary>Gets everything that AMQPNetLite reads: the protocol header, then the size and the rest of each frame.</summary>
    public void OnRead(byte[] buffer, int offset, int count)
    {
        if (hasSize)
            OnFrame(new ByteBuffer(buffer, offset, count, offset + count));
        hasSize = hasHeader && !hasSize;
        hasHeader = true;
    }

    private void OnFrame(ByteBuffer frame)
    {
        if (frame.Length == 0)
            return;
        frame.Complete(Math.Min(frame.Length, Math.Max(0, (frame.Buffer[frame.Offset] * 4) - 4))); // The header says how long it is.
        var body = frame.Buffer.AsSpan(frame.Offset, frame.Length);
        if (body is [0, SmallULong, FlowCode, ..] or [0, ULong, 0, 0, 0, 0, 0, 0, 0, FlowCode, ..])
            Latest = Encoder.ReadObject(frame) as Flow;
    }
}
