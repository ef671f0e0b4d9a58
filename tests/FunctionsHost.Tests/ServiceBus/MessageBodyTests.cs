using System.Runtime.Serialization;
using System.Text;
using System.Xml;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using FunctionsHost.ServiceBus;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class MessageBodyTests
{
    private const string Umlauts = "schön 😀";

    public static TheoryData<byte[]> Spellings =>
    [
        Encoding.UTF8.GetBytes(Umlauts),
        Marked(Encoding.UTF8),
        Marked(Encoding.Unicode),
        Marked(Encoding.BigEndianUnicode),
        BrokeredMessage(Umlauts),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Text_is_read_whatever_client_wrote_it(byte[] body) => Assert.Equal(Umlauts, MessageBody.Text(Message(body)));

    [Theory]
    [InlineData(new byte[] { (byte)'s', (byte)'o', 0xFF, 0xC3 }, "so\uFFFD\uFFFD")]
    [InlineData(new byte[] { 0x40, 0x06, 0x99 }, "@\u0006\uFFFD")] // Begins as an old client's would.
    [InlineData(new byte[0], "")]
    public void What_is_no_text_at_all_gets_replacement_characters(byte[] body, string text) =>
        Assert.Equal(text, MessageBody.Text(Message(body)));

    [Fact]
    public void An_amqp_value_that_is_text_is_read() => Assert.Equal("text", MessageBody.Text(Message(AmqpMessageBody.FromValue("text"))));

    [Fact]
    public void Any_other_amqp_value_or_a_sequence_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => MessageBody.Text(Message(AmqpMessageBody.FromValue(42))));
        Assert.Throws<NotSupportedException>(() => MessageBody.Text(Message(AmqpMessageBody.FromSequence([[1, "two"]]))));
        Assert.Throws<NotSupportedException>(() => MessageBody.Bytes(Message(AmqpMessageBody.FromValue("text"))));
    }

    [Fact]
    public void Bytes_are_given_as_they_are() =>
        Assert.Equal([0xEF, 0xBB, 0xBF, 0xFF], MessageBody.Bytes(Message([0xEF, 0xBB, 0xBF, 0xFF])).ToArray());

    private static byte[] Marked(Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(Umlauts)];

    private static ServiceBusReceivedMessage Message(byte[] body) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromBytes(body));

    private static ServiceBusReceivedMessage Message(AmqpMessageBody body)
    {
        var message = Message([]);
        message.GetRawAmqpMessage().Body = body;
        return message;
    }

    // As Microsoft.ServiceBus.Messaging wrote a new BrokeredMessage(text).
    private static byte[] BrokeredMessage(string text)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlDictionaryWriter.CreateBinaryWriter(stream, null, null, ownsStream: false))
            new DataContractSerializer(typeof(string)).WriteObject(writer, text);
        return stream.ToArray();
    }
}
