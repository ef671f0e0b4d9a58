using Amqp;
using Amqp.Types;

namespace FunctionsHost.ServiceBus;

/// <summary>A locked message's properties, named as Service Bus names them.</summary>
internal sealed class ReceivedMessage(Message message)
{
    private static readonly Symbol SequenceNumberKey = new("x-opt-sequence-number");
    private static readonly Symbol EnqueuedTimeKey = new("x-opt-enqueued-time");
    private static readonly Symbol LockedUntilKey = new("x-opt-locked-until");
    private static readonly Symbol DeadLetterSourceKey = new("x-opt-deadletter-source");
    private static readonly Symbol PartitionKeyKey = new("x-opt-partition-key");
    private static readonly Symbol ViaPartitionKeyKey = new("x-opt-via-partition-key");

    public Message Message => message;

    public byte[] Bytes => MessageBody.Bytes(message);

    public string Text => MessageBody.Text(message);

    /// <summary>The service's token for the lock travels as the delivery's tag.</summary>
    public Guid LockToken => message.DeliveryTag is { Length: 16 } tag ? new Guid(tag) : Guid.Empty;

    /// <summary>Deliveries so far, this one included.</summary>
    public int DeliveryCount => (int)(message.Header?.DeliveryCount ?? 0) + 1;

    public string? MessageId => message.Properties?.GetMessageId()?.ToString();

    public string? CorrelationId => message.Properties?.GetCorrelationId()?.ToString();

    public string? ContentType => message.Properties?.ContentType?.ToString();

    public string? Subject => message.Properties?.Subject;

    public string? To => message.Properties?.To;

    public string? ReplyTo => message.Properties?.ReplyTo;

    public string? SessionId => message.Properties?.GroupId;

    public string? ReplyToSessionId => message.Properties?.ReplyToGroupId;

    public string? DeadLetterSource => Annotation(DeadLetterSourceKey) as string;

    public string? PartitionKey => Annotation(PartitionKeyKey) as string;

    public string? TransactionPartitionKey => Annotation(ViaPartitionKeyKey) as string;

    public long SequenceNumber => Annotation(SequenceNumberKey) is long number ? number : 0;

    public DateTime EnqueuedTime => Annotation(EnqueuedTimeKey) is DateTime time ? time : DateTime.UnixEpoch;

    public DateTime LockedUntil => Annotation(LockedUntilKey) is DateTime time ? time : DateTime.MaxValue;

    public DateTime ExpiresAt
    {
        get
        {
            if (message.Properties?.AbsoluteExpiryTime is { } absolute && absolute > DateTime.UnixEpoch)
                return absolute;
            return message.Header is { Ttl: > 0 and < uint.MaxValue } header ? EnqueuedTime.AddMilliseconds(header.Ttl) : DateTime.MaxValue;
        }
    }

    public Dictionary<string, object?> ApplicationProperties => message.ApplicationProperties?.Map
        .ToDictionary(pair => pair.Key.ToString()!, pair => pair.Value is Symbol symbol ? symbol.ToString() : (object?)pair.Value) ?? [];

    private object? Annotation(Symbol key) => message.MessageAnnotations?.Map.TryGetValue(key, out var value) == true ? value : null;
}
