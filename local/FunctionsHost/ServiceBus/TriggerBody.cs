using System.Runtime.Serialization;
using System.Text;
using System.Xml;
using Azure.Messaging.ServiceBus;

namespace FunctionsHost.ServiceBus;

/// <summary>A message's body as functions get it, read as the Functions host's converters do.</summary>
internal static class TriggerBody
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly DataContractSerializer Contract = new(typeof(string));

    /// <summary>The bytes of a data body.</summary>
    /// <exception cref="NotSupportedException">The body is an AMQP value or sequence.</exception>
    public static ReadOnlyMemory<byte> Bytes(ServiceBusReceivedMessage message) => message.Body.ToMemory();

    /// <summary>
    /// The body as text: UTF-8, the encoding of its byte order mark, the format in which old .NET clients wrote strings, or an AMQP value
    /// that is a string. Bytes that are not text become replacement characters.
    /// </summary>
    /// <exception cref="NotSupportedException">The body is an AMQP value of another type, or a sequence.</exception>
    public static string Text(ServiceBusReceivedMessage message)
    {
        if (message.GetRawAmqpMessage().Body.TryGetValue(out var value))
            return value as string ?? throw new NotSupportedException(
                $"The body of message {message.MessageId} is an AMQP value of type {value?.GetType().Name ?? "null"}, which is not text.");
        try
        {
            using var reader = new StreamReader(message.Body.ToStream(), Strict);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            return OldText(message.Body) ?? message.Body.ToString();
        }
    }

    // Clients before .NET Core sent BrokeredMessage(object) as binary XML, whose markers are not UTF-8.
    private static string? OldText(BinaryData body)
    {
        try
        {
            using var reader = XmlDictionaryReader.CreateBinaryReader(body.ToStream(), XmlDictionaryReaderQuotas.Max);
            return Contract.ReadObject(reader) as string;
        }
        catch (Exception exception) when (exception is XmlException or SerializationException or FormatException or ArgumentException
            or InvalidOperationException)
        {
            return null;
        }
    }
}
