using System.Runtime.Serialization;
using System.Text;
using System.Xml;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

namespace TestSupport;

/// <summary>Service Bus messages as any client may have sent them.</summary>
internal static class ReceivedMessages
{
    public static ServiceBusReceivedMessage With(byte[] body, string? contentType = null) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromBytes(body), contentType: contentType);

    public static ServiceBusReceivedMessage With(AmqpMessageBody body)
    {
        var message = With([]);
        message.GetRawAmqpMessage().Body = body;
        return message;
    }

    /// <summary>The text with its byte order mark.</summary>
    public static byte[] Marked(string text, Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

    /// <summary>As Microsoft.ServiceBus.Messaging wrote a new <c>BrokeredMessage(text)</c>.</summary>
    public static byte[] OldClients(string text)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlDictionaryWriter.CreateBinaryWriter(stream, null, null, ownsStream: false))
            new DataContractSerializer(typeof(string)).WriteObject(writer, text);
        return stream.ToArray();
    }
}
