using System.Text;
using System.Text.Json;
using SentimentFunctions.Queue;

namespace SentimentFunctions.Tests.Queue;

public sealed class QueueMessagesTests
{
    private static readonly MessageMetadata Unknown = new(null, null, null, null, null, null);

    [Fact]
    public void A_rejected_message_tells_who_why_and_what()
    {
        var metadata = new MessageMetadata("b", 6, 3, "text/plain", "c",
            JsonElement.Parse("{\"shop\":\"Graz\",\"Diagnostic-Id\":\"00-1\",\"$ParentId\":\"1\"}"));

        var json = JsonElement.Parse(QueueMessages.Rejected("[]", "no object", metadata, 10_000));

        Assert.Equal(
            """{"messageId":"b","sequenceNumber":6,"deliveryCount":3,"correlationId":"c","applicationProperties":""" +
            """{"shop":"Graz"},"contentType":"text/plain","reason":"no object","body":"[]"}""",
            json.GetRawText());
    }

    [Fact]
    public void A_rejected_body_is_cut_to_what_a_message_may_hold_and_says_so()
    {
        var body = new string('\u0001', 100_000); // six bytes of JSON each

        var message = QueueMessages.Rejected(body, "blank", Unknown, 50_000);

        Assert.InRange(Encoding.UTF8.GetByteCount(message), 49_000, 50_000);
        Assert.Equal(100_000, JsonElement.Parse(message).GetProperty("bodyCharacters").GetInt32());
    }

    [Fact]
    public void Properties_that_leave_no_room_are_left_out()
    {
        var metadata = Unknown with
        {
            MessageId = "m",
            ApplicationProperties = JsonElement.Parse($"{{\"a\":\"{new string('x', 60_000)}\"}}"),
        };

        var message = QueueMessages.Rejected("body", "reason", metadata, 2_000);

        Assert.Equal("""{"messageId":"m","reason":"reason","body":"body"}""", message);
    }

    [Fact]
    public void What_is_not_known_of_a_message_is_left_out_but_for_its_id()
    {
        var message = QueueMessages.Rejected("x", "y", Unknown, 10_000);

        Assert.Equal("""{"messageId":null,"reason":"y","body":"x"}""", message);
    }
}
