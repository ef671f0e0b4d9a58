using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace ServiceBusBroker.Queues;

/// <summary>
/// A message that is delivered: the content with the broker's own header and annotations. It derives from the library's message so that
/// the lock token is available where AMQPNetLite asks for the delivery tag.
/// </summary>
internal sealed class Delivery : Message
{
    /// <summary>Created under the queue's gate; independent of the stored message after that.</summary>
    /// <param name="stored">The message.</param>
    /// <param name="showLock">Whether to show the lock to the receiver; false for peek and for receive-and-delete.</param>
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
