using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Microsoft.Extensions.Time.Testing;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Tests.Queues;

/// <summary>A queue without a network, on a clock that the test moves.</summary>
internal sealed class QueueUnderTest
{
    public static readonly TimeSpan Lock = TimeSpan.FromSeconds(30);

    public QueueUnderTest(Func<QueueOptions, QueueOptions>? with = null)
    {
        var options = new QueueOptions("q") { LockDuration = Lock, MaxDeliveryCount = 3 };
        Queue = new MessageQueue(with?.Invoke(options) ?? options, Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public MessageQueue Queue { get; }

    public MessageQueue DeadLetters => Queue.DeadLetters!;

    public long Send(string body, object? id = null, TimeSpan? timeToLive = null, TimeSpan? scheduledIn = null) =>
        Queue.Enqueue([Message(body, id, timeToLive, scheduledIn)])[0];

    public IncomingMessage Message(string body, object? id = null, TimeSpan? timeToLive = null, TimeSpan? scheduledIn = null)
    {
        var message = new Message(body);
        if (id is not null)
        {
            message.Properties = new Properties();
            message.Properties.SetMessageId(id);
        }

        if (timeToLive is { } life)
            message.Header = new Header { Ttl = (uint)life.TotalMilliseconds };
        if (scheduledIn is { } delay)
        {
            message.MessageAnnotations = new MessageAnnotations();
            message.MessageAnnotations[new Symbol("x-opt-scheduled-enqueue-time")] = (Time.GetUtcNow() + delay).UtcDateTime;
        }

        return MessageDecoder.Decode(MessageDecoder.Encode(message), "message");
    }

    /// <summary>Receives a message that must be there.</summary>
    public Delivery Receive() => Queue.Receive() ?? throw new InvalidOperationException("The queue has no active message.");

    public string Body(Delivery delivery) => (string)delivery.Body;

    public IEnumerable<string> Bodies() => Queue.Peek(0, int.MaxValue, long.MaxValue).Select(Body);

    public object? DeadLetterReason() => DeadLetters.Peek(0, 1, 1)[0].ApplicationProperties[DeadLetterProperties.Reason];
}
