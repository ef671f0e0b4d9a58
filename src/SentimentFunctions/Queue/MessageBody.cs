using System.Net.Http.Headers;
using System.Runtime.Serialization;
using System.Text;
using System.Xml;
using Azure.Messaging.ServiceBus;
using Sentiment.Csv;

namespace SentimentFunctions.Queue;

/// <summary>The body of a message, from any client.</summary>
/// <param name="Text">The body as text; bytes that are not text have become replacement characters. An AMQP value or sequence is
/// JSON.</param>
/// <param name="MediaType">The media type of the content type, in lower case; null if there is none.</param>
internal sealed record MessageBody(string Text, string? MediaType = null)
{
    private static readonly DataContractSerializer Contract = new(typeof(string));

    /// <summary>The unchanged body if it is not text.</summary>
    public BinaryData? Bytes { get; private init; }

    /// <summary>Why the body cannot be read, or null.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads a body: data in UTF-8, or in the encoding of its byte order mark or charset, or an AMQP value that is text.</summary>
    public static MessageBody Of(ServiceBusReceivedMessage message)
    {
        var type = MediaTypeHeaderValue.TryParse(message.ContentType?.Trim().TrimEnd(';'), out var parsed) ? parsed : null;
        var body = message.GetRawAmqpMessage().Body;
        var read = body.TryGetSequence(out var sequence) ? Other("sequence", sequence!)
            : !body.TryGetValue(out var value) ? Data(message.Body, type?.CharSet?.Trim('"'))
            : value switch
            {
                string text => new(text),
                byte[] bytes => Data(new(bytes), type?.CharSet?.Trim('"')),
                null => new("") { Problem = "The body is null. Send the text." },
                _ => Other($"value of the type {value.GetType().Name}", value),
            };
        return read with { MediaType = type?.MediaType?.ToLowerInvariant() };
    }

    private static MessageBody Other(string kind, object value) => new(AmqpJson.Of(value))
    {
        Problem = $"The body is an AMQP {kind}, not a text. Send the text as data in UTF-8, or as a string.",
    };

    private static MessageBody Data(BinaryData data, string? charset)
    {
        var bytes = data.ToMemory().Span;
        var marked = CsvEncodings.Marked(bytes);
        if ((marked?.Encoding ?? (charset is null ? Encoding.UTF8 : CsvEncodings.Named(charset))) is not { } encoding)
            return NoText($"The charset {ShownName.Of(charset ?? "")} of its content type is not known.");
        var mark = marked?.Length ?? 0;
        try
        {
            var strict = (Encoding)encoding.Clone();
            strict.DecoderFallback = DecoderFallback.ExceptionFallback;
            var text = strict.GetString(bytes[mark..]);
            return text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul
                ? NoText($"There is a NUL character at position {nul}, as in UTF-16 without a byte order mark.")
                : new(text);
        }
        catch (DecoderFallbackException damage)
        {
            return OldText(data) is { } text
                ? new(text)
                : NoText($"It is not valid {encoding.WebName.ToUpperInvariant()}: " +
                    $"there is the byte {damage.BytesUnknown![0]:X2} at position {mark + damage.Index}.");
        }

        MessageBody NoText(string seen) => new(data.ToString())
        {
            Bytes = data,
            Problem = $"The body is not text. {seen} Send it as UTF-8, or name its charset in the content type.",
        };
    }

    // Clients of .NET Framework sent BrokeredMessage(object) as binary XML, whose markers are not UTF-8.
    private static string? OldText(BinaryData body)
    {
        try
        {
            using var reader = XmlDictionaryReader.CreateBinaryReader(body.ToStream(), XmlDictionaryReaderQuotas.Max);
            return Contract.ReadObject(reader) as string;
        }
        catch (Exception none) when (none is XmlException or SerializationException or FormatException or ArgumentException
            or InvalidOperationException)
        {
            return null;
        }
    }
}
