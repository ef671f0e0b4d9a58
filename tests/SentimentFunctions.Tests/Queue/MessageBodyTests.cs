using System.Text;
using Azure.Core.Amqp;
using SentimentFunctions.Queue;
using static TestSupport.ReceivedMessages;

namespace SentimentFunctions.Tests.Queue;

public sealed class MessageBodyTests
{
    private const string Umlauts = "schön 😀";

    public static TheoryData<byte[]> Spellings =>
    [
        Encoding.UTF8.GetBytes(Umlauts),
        Marked(Umlauts, Encoding.UTF8),
        Marked(Umlauts, Encoding.Unicode),
        Marked(Umlauts, Encoding.BigEndianUnicode),
        Marked(Umlauts, Encoding.UTF32),
        OldClients(Umlauts),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Text_is_read_whatever_client_wrote_it(byte[] body) => Assert.Equal(new(Umlauts), MessageBody.Of(With(body)));

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("latin1")]
    [InlineData("windows-1252")]
    public void The_charset_of_the_content_type_is_used(string charset) => Assert.Equal(
        new("café", "text/plain"),
        MessageBody.Of(With(Encoding.Latin1.GetBytes("café"), $"text/plain; charset={charset};")));

    [Theory]
    [InlineData(new byte[] { (byte)'c', (byte)'a', (byte)'f', 0xE9 }, null, "byte E9 at position 3")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a', 0xFF }, null, "byte FF at position 4")]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b', 0 }, null, "NUL character at position 1")]
    [InlineData(new byte[] { (byte)'a' }, "text/plain; charset=klingon", "'klingon'")]
    public void Bytes_that_are_not_text_are_kept_and_reported(byte[] body, string? contentType, string seen)
    {
        var read = MessageBody.Of(With(body, contentType));

        Assert.Contains(seen, read.Problem);
        Assert.Equal(body, read.Bytes!.ToArray());
    }

    [Fact]
    public void Only_the_beginning_of_a_long_charset_is_reported() => Assert.Contains(
        $"'{new string('x', 40)}...'",
        MessageBody.Of(With("a"u8.ToArray(), $"text/plain; charset={new string('x', 1000)}")).Problem);

    [Fact]
    public void An_amqp_value_that_is_text_or_bytes_is_read()
    {
        Assert.Equal(new("text"), MessageBody.Of(With(AmqpMessageBody.FromValue("text"))));
        Assert.Equal(new("text"), MessageBody.Of(With(AmqpMessageBody.FromValue("text"u8.ToArray()))));
    }

    [Fact]
    public void Any_other_amqp_body_is_refused_and_kept_as_json()
    {
        var number = MessageBody.Of(With(AmqpMessageBody.FromValue(42)));
        var sequence = MessageBody.Of(With(AmqpMessageBody.FromSequence([[1, "two"]])));

        Assert.Contains("value of the type Int32", number.Problem);
        Assert.Contains("sequence", sequence.Problem);
        Assert.Equal(("42", "[[1,\"two\"]]"), (number.Text, sequence.Text));
    }
}
