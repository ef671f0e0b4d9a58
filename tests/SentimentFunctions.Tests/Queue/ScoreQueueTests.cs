using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using SentimentFunctions.Queue;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Queue;

/// <summary>The queue function, with the embedded model.</summary>
public sealed class ScoreQueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_becomes_one_result_with_all_its_properties()
    {
        var (scored, rejected) = await RunAsync(new(), "{\"id\":7,\"text\":\"Great!\",\"shop\":{\"city\":\"Graz\"}}");

        Assert.Null(rejected);
        var result = scored!.Value;
        Assert.Equal("POSITIVE", result.GetProperty("label").GetString());
        Assert.Equal((7, "{\"shop\":{\"city\":\"Graz\"}}"),
            (result.GetProperty("id").GetInt32(), result.GetProperty("review").GetRawText()));
        Assert.Equal(("m-1", 42L, 1), (
            result.GetProperty("messageId").GetString(), result.GetProperty("sequenceNumber")
            .GetInt64(), result.GetProperty("deliveryCount").GetInt32()));
        Assert.Equal(("c-1", 0), (result.GetProperty("correlationId").GetString(), result.GetProperty("unknown").GetInt32()));
        Assert.Equal("{\"batch\":3}", result.GetProperty("applicationProperties").GetRawText());
    }

    [Fact]
    public async Task A_result_says_how_many_tokens_are_unknown()
    {
        var (scored, _) = await RunAsync(new(), "Great 😀 app");

        Assert.Equal(1, scored!.Value.GetProperty("unknown").GetInt32());
    }

    [Fact]
    public async Task A_review_in_an_envelope_keeps_the_envelope()
    {
        var (scored, _) = await RunAsync(
            new(), """{"specversion":"1.0","type":"t","source":"s","id":"e","data":{"text":"Great!","n":1}}""");

        Assert.Equal("""{"specversion":"1.0","type":"t","source":"s","id":"e"}""", scored!.Value.GetProperty("envelope").GetRawText());
        Assert.Equal("""{"n":1}""", scored.Value.GetProperty("review").GetRawText());
    }

    [Fact]
    public async Task A_message_that_can_never_be_scored_becomes_one_rejection()
    {
        var (scored, rejected) = await RunAsync(new(), "[1]");

        Assert.Null(scored);
        Assert.Equal(("m-1", "[1]"),
            (rejected!.Value.GetProperty("messageId").GetString(), rejected.Value.GetProperty("body").GetString()));
    }

    [Theory]
    [InlineData("👍👍")]
    [InlineData("\u200B")]
    public async Task A_message_without_a_known_word_is_rejected(string text)
    {
        var (scored, rejected) = await RunAsync(new(), JsonSerializer.Serialize(new { text }));

        Assert.Null(scored);
        Assert.Contains("vocabulary", rejected!.Value.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_result_that_exceeds_the_message_size_is_rejected()
    {
        var (scored, rejected) =
            await RunAsync(new() { MaxMessageBytes = 2000 }, $"{{\"text\":\"Great!\",\"more\":\"{new string('x', 2000)}\"}}");

        Assert.Null(scored);
        Assert.Contains("larger than 2000 bytes", rejected!.Value.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Half_an_emoji_in_another_member_is_passed_on_unchanged()
    {
        var (scored, _) = await RunAsync(new(), "{\"text\":\"Great!\",\"author\":\"\\ud83d\"}");

        Assert.Equal("{\"author\":\"\\ud83d\"}", scored!.Value.GetProperty("review").GetRawText());
    }

    [Fact]
    public async Task Nothing_is_logged_for_a_message()
    {
        var log = new SeenLog<ScoreQueue>();

        await new ScoreQueue(new(), log).RunAsync(Message("Great!"), Stop);

        Assert.Empty(log.Lines);
    }

    private static async Task<(JsonElement? Scored, JsonElement? Rejected)> RunAsync(ScoringOptions options, string message)
    {
        var output = await new ScoreQueue(options, NullLogger<ScoreQueue>.Instance).RunAsync(Message(message), Stop);
        return (Parsed(output.Scored), Parsed(output.Rejected));
    }

    private static ServiceBusReceivedMessage Message(string body) => ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: BinaryData.FromString(body), messageId: "m-1", sequenceNumber: 42, deliveryCount: 1, correlationId: "c-1",
        properties: new Dictionary<string, object> { ["batch"] = 3 });

    private static JsonElement? Parsed(IReadOnlyList<string>? messages) =>
        messages is null ? null : JsonElement.Parse(Assert.Single(messages));
}
