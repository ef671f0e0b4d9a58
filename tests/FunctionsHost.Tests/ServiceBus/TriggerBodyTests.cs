using System.Text;
using Azure.Core.Amqp;
using FunctionsHost.ServiceBus;
using static TestSupport.ReceivedMessages;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class TriggerBodyTests
{
    private const string Umlauts = "schön 😀";

    public static TheoryData<byte[]> Spellings =>
    [
        Encoding.UTF8.GetBytes(Umlauts),
        Marked(Umlauts, Encoding.UTF8),
        Marked(Umlauts, Encoding.Unicode),
        Marked(Umlauts, Encoding.BigEndianUnicode),
        OldClients(Umlauts),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Text_is_read_whatever_client_wrote_it(byte[] body) => Assert.Equal(Umlauts, TriggerBody.Text(With(body)));

    [Theory]
    [InlineData(new byte[] { (byte)'s', (byte)'o', 0xFF, 0xC3 }, "so\uFFFD\uFFFD")]
    [InlineData(new byte[] { 0x40, 0x06, 0x99 }, "@\u0006\uFFFD")] // Begins like the body of an old client.
    [InlineData(new byte[0], "")]
    public void Bytes_that_are_not_text_get_replacement_characters(byte[] body, string text) =>
        Assert.Equal(text, TriggerBody.Text(With(body)));

    [Fact]
    public void An_amqp_value_that_is_text_is_read() => Assert.Equal("text", TriggerBody.Text(With(AmqpMessageBody.FromValue("text"))));

    [Fact]
    public void Any_other_amqp_value_or_a_sequence_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => TriggerBody.Text(With(AmqpMessageBody.FromValue(42))));
        Assert.Throws<NotSupportedException>(() => TriggerBody.Text(With(AmqpMessageBody.FromSequence([[1, "two"]]))));
        Assert.Throws<NotSupportedException>(() => TriggerBody.Bytes(With(AmqpMessageBody.FromValue("text"))));
    }

    [Fact]
    public void Bytes_are_passed_unchanged() =>
        Assert.Equal([0xEF, 0xBB, 0xBF, 0xFF], TriggerBody.Bytes(With([0xEF, 0xBB, 0xBF, 0xFF])).ToArray());
}
