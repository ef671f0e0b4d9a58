using Amqp;
using Amqp.Types;

namespace ServiceBusBroker.Queues;

/// <summary>The broker's errors, with the conditions from which the official clients derive the reason.</summary>
internal static class BrokerErrors
{
    public static readonly Symbol LockLostCondition = new("com.microsoft:message-lock-lost");

    public static readonly Symbol MessageNotFoundCondition = new("com.microsoft:message-not-found");

    public static AmqpException LockLost() => new(LockLostCondition,
        "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.");

    public static AmqpException MessageNotFound(long sequenceNumber) => new(MessageNotFoundCondition,
        $"No message with sequence number {sequenceNumber} is in the state that this operation needs.");

    public static AmqpException QueueNotFound(string? address) => new(ErrorCode.NotFound,
        $"The messaging entity '{address}' could not be found. Declare the queue with the broker first.");

    public static AmqpException QueueFull(string queue, long held, long more, long limit) => new(ErrorCode.ResourceLimitExceeded,
        $"Queue '{queue}' has {held} of at most {limit} bytes: {more} more do not fit. Receive messages from it, or from " +
        $"'{queue}{QueueAddress.DeadLetterSuffix}', which counts, too.");

    public static AmqpException DeadLetterQueue(string queue) => new(ErrorCode.NotAllowed,
        $"Nothing can be sent to '{queue}': dead-letter queues are filled by the broker.");

    public static AmqpException TooLarge(string what, long size, long limit) => new(ErrorCode.MessageSizeExceeded,
        $"The {what} has {size} bytes; {limit} are allowed. Send less at a time, or store the body elsewhere and send a reference.");

    public static AmqpException NotSupported(string what) => new(ErrorCode.NotImplemented,
        $"The local broker has no {what}. Do without them, or point the connection string at a Service Bus namespace.");

    public static AmqpException BadRequest(string reason) => new(ErrorCode.InvalidField, reason);
}
