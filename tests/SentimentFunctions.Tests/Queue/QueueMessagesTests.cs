using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using SentimentFunctions.Queue;

namespace SentimentFunctions.Tests.Queue;

public sealed class QueueMessagesTests
{
    [Fact]
    public void A_rejected_message_contains_its_origin_reason_and_body()
    {
        var message = Message(new() { ["shop"] = "Graz", ["Diagnostic-Id"] = "00-1", ["$ParentId"] = "1" });

        Assert.Equal(
            """{"messageId":"b","sequenceNumber":6,"deliveryCount":3""" +
            ""","correlationId":"c","subject":"s","sessionId":"e","replyTo":"r","applicationProperties":{"shop":"Graz"}""" +
            ""","contentType":"text/plain","reason":"no object","body":"[]"}""",
            QueueMessages.Rejected(new("[]"), "no object", message, 10_000));
    }

    [Fact]
    public void Application_properties_of_every_type_are_written()
    {
        var message = Message(new()
        {
            ["n"] = -1L,
            ["u"] = ulong.MaxValue,
            ["d"] = 0.5,
            ["nan"] = double.NaN,
            ["m"] = 1.10m,
            ["b"] = true,
            ["c"] = 'x',
            ["t"] = new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero),
            ["s"] = TimeSpan.FromMinutes(1),
            ["g"] = Guid.Empty,
        });

        Assert.Equal(
            """{"n":-1,"u":18446744073709551615,"d":0.5,"nan":"NaN","m":1.10,"b":true""" +
            ""","c":"x","t":"2026-11-26T00:00:00+00:00","s":"00:01:00","g":"00000000-0000-0000-0000-000000000000"}""",
            Rejected(new(""), message, 10_000).GetProperty("applicationProperties").GetRawText());
    }

    [Fact]
    public void A_rejected_body_is_truncated_to_the_message_size_limit_and_marked()
    {
        var rejected = Rejected(new(new string('\u0001', 100_000)), Message([]), 50_000); // six bytes of JSON each

        Assert.InRange(Encoding.UTF8.GetByteCount(rejected.GetRawText()), 49_000, 50_000);
        Assert.Equal(100_000, rejected.GetProperty("bodyCharacters").GetInt32());
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Bytes_that_are_not_text_are_kept_as_far_as_they_fit(int length)
    {
        var bytes = Enumerable.Repeat((byte)0xE9, length).ToArray();

        var rejected = Rejected(MessageBody.Of(Message([], bytes)), Message([]), 50_000);

        var kept = rejected.GetProperty("bodyBase64").GetBytesFromBase64();
        Assert.Equal(bytes[..kept.Length], kept);
        Assert.InRange(Encoding.UTF8.GetByteCount(rejected.GetRawText()), 1_000, 50_000);
        Assert.Equal(length > kept.Length, rejected.TryGetProperty("bodyBytes", out _));
    }

    [Fact]
    public void Properties_that_do_not_fit_are_left_out()
    {
        var rejected = Rejected(new("body"), Message(new() { ["a"] = new string('x', 60_000) }), 2_000);

        Assert.Equal("""{"messageId":"b","sequenceNumber":6,"deliveryCount":3,"reason":"reason","body":"body"}""", rejected.GetRawText());
    }

    private static JsonElement Rejected(MessageBody body, ServiceBusReceivedMessage message, int maxBytes) =>
        JsonElement.Parse(QueueMessages.Rejected(body, "reason", message, maxBytes));

    private static ServiceBusReceivedMessage Message(Dictionary<string, object> properties, byte[]? body = null) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromBytes(body ?? []), messageId: "b", sequenceNumber: 6, deliveryCount: 3, correlationId: "c", subject: "s",
            sessionId: "e", replyTo: "r", contentType: "text/plain", properties: properties);
}
