using System.Collections;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace FunctionsHost.ServiceBus;

/// <summary>Looks at a queue's messages without taking them from anybody, oldest first. Not thread-safe.</summary>
internal sealed class QueueBrowser(BusConnection connection, string queue)
{
    private const int PageSize = 100;

    private readonly RequestLink _management = new(connection.Session, queue + "/$management");
    private long _next;

    /// <summary>The messages that came after those of the last call; empty when there are none yet.</summary>
    /// <exception cref="AmqpException">The queue refused.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> NextAsync()
    {
        var reply = await _management.AskAsync(new Message
        {
            ApplicationProperties = new ApplicationProperties { ["operation"] = "com.microsoft:peek-message" },
            BodySection = new AmqpValue { Value = new Map { ["from-sequence-number"] = _next, ["message-count"] = PageSize } },
        });
        if (RequestLink.Status(reply) == 204)
            return [];
        if (RequestLink.Status(reply) != 200)
            throw new AmqpException(ErrorCode.InternalError, $"Cannot look at {queue}: {RequestLink.Status(reply)} {RequestLink.Description(reply)}");
        List<ReceivedMessage> messages = [.. ((IEnumerable)((Map)reply.Body)["messages"]).Cast<Map>().Select(Decode)];
        if (messages.Count > 0)
            _next = messages[^1].SequenceNumber + 1;
        return messages;
    }

    private static ReceivedMessage Decode(Map entry)
    {
        var bytes = (byte[])entry["message"];
        return new ReceivedMessage(Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length)));
    }
}
