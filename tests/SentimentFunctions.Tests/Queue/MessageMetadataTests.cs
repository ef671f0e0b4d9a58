using SentimentFunctions.Queue;

namespace SentimentFunctions.Tests.Queue;

public sealed class MessageMetadataTests
{
    private static readonly Dictionary<string, object?> BindingData = new()
    {
        ["MessageId"] = "m-1",
        ["SequenceNumber"] = "9007199254740993", // JSON arrives as text
        ["DeliveryCount"] = "2",
        ["ContentType"] = "application/json",
        ["CorrelationId"] = "c-1",
        ["ApplicationProperties"] = "{\"shop\":\"Graz\"}",
    };

    [Fact]
    public void Everything_that_the_host_tells_is_read()
    {
        var metadata = Read(BindingData, "Great!");

        Assert.Equal(("m-1", 9007199254740993, 2), (metadata.MessageId, metadata.SequenceNumber, metadata.DeliveryCount));
        Assert.Equal(("application/json", "c-1"), (metadata.ContentType, metadata.CorrelationId));
        Assert.Equal("Graz", metadata.ApplicationProperties!.Value.GetProperty("shop").GetString());
    }

    [Fact]
    public void Numbers_that_arrive_as_numbers_are_read_too() =>
        Assert.Equal((7L, 1L), Read(new() { ["SequenceNumber"] = 7L, ["DeliveryCount"] = 1 }, "x") is var known
            ? (known.SequenceNumber, known.DeliveryCount) : default);

    [Theory]
    [InlineData("{\"text\":\"a\",\"messageId\":\"forged\"}")]
    [InlineData("{\"text\":\"a\",\"MESSAGEID\":7}")]
    [InlineData("{\"text\":\"a\",\"text\":\"twice\",\"MessageId\":\"forged\"}")]
    public void What_the_body_names_too_is_unknown_because_the_host_has_overwritten_it(string body)
    {
        var metadata = Read(BindingData, body);

        Assert.Null(metadata.MessageId);
        Assert.Equal(2, metadata.DeliveryCount);
    }

    [Theory]
    [InlineData("My messageId is lost")]
    [InlineData("\"messageId\"")]
    [InlineData("{\"text\":\"the messageId is fine\",\"deep\":{\"messageId\":1}}")]
    public void A_text_that_only_speaks_of_a_property_hides_nothing(string body) => Assert.Equal("m-1", Read(BindingData, body).MessageId);

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData(null)]
    public void Values_that_are_missing_or_odd_are_unknown(string? value)
    {
        var metadata = Read(new() { ["SequenceNumber"] = value, ["ApplicationProperties"] = value }, "x");

        Assert.Equal((null, null, null), (metadata.MessageId, metadata.SequenceNumber, metadata.ApplicationProperties));
    }

    private static MessageMetadata Read(Dictionary<string, object?> bindingData, string body) =>
        MessageMetadata.From(bindingData, ReviewMessage.Parse(body, new()));
}
