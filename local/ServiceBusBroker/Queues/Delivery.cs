using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace ServiceBusBroker.Queues;

/// <summary>
/// A message on its way out: the content with the broker's own header and annotations. It is a message of its own class so that the
/// lock token reaches the place where AMQPNetLite asks for the delivery tag.
/// </summary>
internal sealed class Delivery : Message
{
    /// <summary>Made under the queue's gate; from then on independent of the stored message.</summary>
    /// <param name="stored">The message.</param>
    /// <param name="showLock">Whether the receiver is told of its lock; not when peeking, nor when receiving destroys the message.</param>
    public Delivery(StoredMessage stored, bool showLock)
    {
        SequenceNumber = stored.SequenceNumber;
        LockToken = stored.LockToken;
        Header = new Header { Durable = true, DeliveryCount = (uint)stored.DeliveryCount };
        if (stored.Content.Header is { Ttl: > 0 } header)
            Header.Ttl = header.Ttl;
        MessageAnnotations = Annotations(stored, showLock);
        Properties = stored.Content.Properties;
        ApplicationProperties = stored.Content.ApplicationProperties;
        BodySection = stored.Content.BodySection;
        Footer = stored.Content.Footer;
    }

    public long SequenceNumber { get; }

    /// <summary>The lock's token; empty or outdated for a message that is not locked.</summary>
    public Guid LockToken { get; }

    private static MessageAnnotations Annotations(StoredMessage stored, bool showLock)
    {
        var annotations = new MessageAnnotations();
        foreach (var (key, value) in stored.Content.MessageAnnotations?.Map ?? [])
            annotations.Map[key] = value;
        annotations[new Symbol("x-opt-sequence-number")] = stored.SequenceNumber;
        annotations[new Symbol("x-opt-enqueue-sequence-number")] = stored.SequenceNumber;
        annotations[new Symbol("x-opt-enqueued-time")] = stored.EnqueuedAt.UtcDateTime;
        annotations[new Symbol("x-opt-message-state")] = stored switch
        {
            { IsDeferred: true } => 1,
            { State: MessageState.Scheduled } => 2,
            _ => 0,
        };
        if (showLock)
            annotations[new Symbol("x-opt-locked-until")] = stored.DueAt!.Value.UtcDateTime;
        return annotations;
    }
}
