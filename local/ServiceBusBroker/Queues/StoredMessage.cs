using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace ServiceBusBroker.Queues;

/// <summary>A message in a queue, with what the broker knows about it. Guarded by its queue's gate.</summary>
/// <param name="content">The message as it was sent; its sections are never changed, only replaced, because deliveries share them.</param>
/// <param name="size">Bytes of the encoded content.</param>
/// <param name="timeToLive">How long it may wait; null for no limit.</param>
internal sealed class StoredMessage(Message content, int size, TimeSpan? timeToLive)
{
    /// <summary>What a message takes in addition to its encoded content: 1,065 bytes were measured for messages of 100 bytes.</summary>
    public const int OverheadBytes = 1024;

    /// <summary>The queue's number for it; a scheduled message gets a new one when it becomes active.</summary>
    public long SequenceNumber { get; set; }

    /// <summary>The message as it was sent.</summary>
    public Message Content => content;

    /// <summary>Bytes that the message takes: its encoded content and <see cref="OverheadBytes"/>.</summary>
    public int Size { get; private set; } = size + OverheadBytes;

    /// <summary>How long it may wait; null for no limit.</summary>
    public TimeSpan? TimeToLive => timeToLive;

    /// <summary>How often it was received and returned; a release does not count.</summary>
    public int DeliveryCount { get; set; }

    /// <summary>When it became active.</summary>
    public DateTimeOffset EnqueuedAt { get; set; }

    /// <summary>When it expires and is dead-lettered, if deferred not before it is asked for; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Its state; changed only through <see cref="MessageStore.Place"/>.</summary>
    public MessageState State { get; set; }

    /// <summary>
    /// When its lock, its schedule or its life ends. Changed only through <see cref="MessageStore.Place"/>.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The lock's token while the state is <see cref="MessageState.Locked"/>.</summary>
    public Guid LockToken { get; set; }

    /// <summary>True from the moment it was deferred: when a lock on it ends, it is deferred again.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>Sets application properties on the stored message. Existing deliveries keep their values.</summary>
    public void SetProperties(IEnumerable<KeyValuePair<object, object?>> changes)
    {
        var properties = new ApplicationProperties();
        foreach (var (key, value) in content.ApplicationProperties?.Map ?? [])
            properties.Map[key] = value;
        foreach (var (key, value) in changes)
            properties.Map[key.ToString()!] = value;
        content.ApplicationProperties = properties;
        Size = content.Encode().Length + OverheadBytes;
    }

    /// <summary>Sets one message annotation, as <see cref="SetProperties"/> does for properties.</summary>
    public void Annotate(Symbol name, object value)
    {
        var annotations = new MessageAnnotations();
        foreach (var (key, old) in content.MessageAnnotations?.Map ?? [])
            annotations.Map[key] = old;
        annotations.Map[name] = value;
        content.MessageAnnotations = annotations;
        Size = content.Encode().Length + OverheadBytes;
    }
}

/// <summary>A message that a sender sent, now owned by the broker.</summary>
/// <param name="Content">The decoded message.</param>
/// <param name="Size">Bytes of the encoded message.</param>
internal sealed record IncomingMessage(Message Content, int Size)
{
    private static readonly Symbol ScheduledEnqueueTime = new("x-opt-scheduled-enqueue-time");

    /// <summary>The sender's message id: a string, a number, a GUID or bytes; null when there is none.</summary>
    public object? Id => Content.Properties?.GetMessageId();

    /// <summary>The id as text, equal for equal ids only: the number 1 is not the string 1, and arrays of bytes are never equal.</summary>
    public string? IdKey => Id switch
    {
        null => null,
        byte[] bytes => $"bytes {Convert.ToHexString(bytes)}",
        var id => $"{id.GetType().Name} {id}",
    };

    /// <summary>How long it may wait according to its sender; null: the queue decides.</summary>
    public TimeSpan? TimeToLive => Content.Header is { Ttl: > 0 } header ? TimeSpan.FromMilliseconds(header.Ttl) : null;

    /// <summary>When it becomes active; null: at once.</summary>
    public DateTimeOffset? ScheduledFor =>
        Content.MessageAnnotations?.Map.TryGetValue(ScheduledEnqueueTime, out var value) == true && value is DateTime time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : null;
}

/// <summary>The state of a message. A message is in exactly one state at a time.</summary>
internal enum MessageState
{
    /// <summary>Ready to be received.</summary>
    Active,

    /// <summary>Received under a lock that has not expired.</summary>
    Locked,

    /// <summary>Waits for its scheduled time.</summary>
    Scheduled,

    /// <summary>Set aside; it can only be received by its sequence number.</summary>
    Deferred,
}
