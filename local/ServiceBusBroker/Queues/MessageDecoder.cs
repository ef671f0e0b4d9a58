using Amqp;
using Amqp.Framing;

namespace ServiceBusBroker.Queues;

/// <summary>Turns what a client sent into messages that the broker owns.</summary>
internal static class MessageDecoder
{
    /// <summary>The maximum size of one transfer, a single message or a batch: 256 KiB, as in the service's standard tier.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The longest message id that the service accepts.</summary>
    public const int MaxIdLength = 128;

    private const uint BatchFormat = 0x80013700;

    /// <summary>Reads a transfer: one message, or a batch of encoded ones.</summary>
    /// <exception cref="AmqpException">It is too large or cannot be decoded.</exception>
    public static IReadOnlyList<IncomingMessage> Read(Message message) => message.Format == BatchFormat
        ? ReadBatch(message)
        : [Decode(Encode(message), "message")];

    /// <summary>Reads one encoded message.</summary>
    /// <exception cref="AmqpException">It is too large or cannot be decoded.</exception>
    public static IncomingMessage Decode(byte[] encoded, string what)
    {
        if (encoded.Length > MaxBytes)
            throw BrokerErrors.TooLarge(what, encoded.Length, MaxBytes);
        var message = new IncomingMessage(DecodeMessage(encoded), encoded.Length);
        var length = message.Id switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 0 };
        if (length > MaxIdLength)
            throw BrokerErrors.BadRequest($"The message id has {length} characters, {MaxIdLength} are allowed.");
        return message;
    }

    /// <summary>The message as bytes.</summary>
    public static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private static List<IncomingMessage> ReadBatch(Message message)
    {
        var parts = message.Body switch
        {
            Data[] several => several.Select(data => data.Binary).ToList(),
            byte[] one => [one],
            _ => throw BrokerErrors.BadRequest("A batch must consist of data sections, each an encoded message."),
        };
        var size = parts.Sum(part => (long)part.Length);
        if (size > MaxBytes)
            throw BrokerErrors.TooLarge($"batch of {parts.Count} messages", size, MaxBytes);
        return parts.ConvertAll(part => Decode(part, "message"));
    }

    private static Message DecodeMessage(byte[] encoded)
    {
        try
        {
            return Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length));
        }
        catch (Exception exception) when (exception is not AmqpException)
        {
            throw BrokerErrors.BadRequest($"The message cannot be decoded: {exception.Message}");
        }
    }
}
