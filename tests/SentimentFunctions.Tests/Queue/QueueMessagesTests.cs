using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SentimentFunctions.Queue;

namespace SentimentFunctions.Tests.Queue;

public sealed class QueueMessagesTests
{
    [Fact]
    public void A_rejected_message_tells_who_why_and_what()
    {
        var metadata = Metadata(("MessageIdArray", "[ \"a\", \"b\" ]"), ("SequenceNumberArray", "[ \"5\", \"6\" ]"), ("DeliveryCountArray", "[1,3]"));

        var json = JsonDocument.Parse(QueueMessages.Rejected("[]", "no object", metadata, 1, 10_000)).RootElement;

        Assert.Equal("b", json.GetProperty("messageId").GetString());
        Assert.Equal(6, json.GetProperty("sequenceNumber").GetInt64());
        Assert.Equal(3, json.GetProperty("deliveryCount").GetInt32());
        Assert.Equal("no object", json.GetProperty("reason").GetString());
        Assert.Equal("[]", json.GetProperty("body").GetString());
    }

    [Fact]
    public void A_rejected_body_is_cut_to_what_a_message_may_hold_and_says_so()
    {
        var body = new string('\u0001', 100_000); // six bytes of JSON each

        var message = QueueMessages.Rejected(body, "blank", Metadata(), 0, 50_000);

        Assert.InRange(Encoding.UTF8.GetByteCount(message), 1, 50_000);
        Assert.Equal(100_000, JsonDocument.Parse(message).RootElement.GetProperty("bodyCharacters").GetInt32());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no json")]
    [InlineData("[]")]
    public void Metadata_that_is_missing_costs_no_message(string? ids)
    {
        var metadata = ids is null ? Metadata() : Metadata(("MessageIdArray", ids));

        var json = JsonDocument.Parse(QueueMessages.Rejected("x", "y", metadata, 0, 10_000)).RootElement;

        Assert.Equal(JsonValueKind.Null, json.GetProperty("messageId").ValueKind);
        Assert.False(json.TryGetProperty("deliveryCount", out _));
    }

    private static MessageMetadata Metadata(params (string Name, object? Value)[] data) => new(new Data(data));

    private sealed class Data((string Name, object? Value)[] data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data.ToDictionary(entry => entry.Name, entry => entry.Value);
    }
}
