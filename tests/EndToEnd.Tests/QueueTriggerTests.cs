using System.Text;
using System.Text.Json;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

namespace EndToEnd.Tests;

public sealed class QueueTriggerTests(SharedHost shared)
{
    private const int Messages = 500;

    private static readonly string[] Malformed = ["", "{\"text\":", "{\"text\":7}", "[1]", "{\"note\":\"no text\"}"];

    [Fact]
    public async Task Every_message_is_scored_or_rejected_exactly_once()
    {
        await using var host = await shared.StartAnotherAsync();
        var queues = new Queues(host);

        await queues.SendAsync("reviews", Sent());
        var (scored, rejected) = await ResultsAsync(queues);

        Assert.Equal(Expected(malformed: false), Ids(scored).Order());
        Assert.Equal(Expected(malformed: true), Ids(rejected).Order());
        Assert.All(scored, AssertScored);
        Assert.All(rejected, message => Assert.NotEmpty(message.GetProperty("reason").GetString()!));
    }

    [Fact]
    public async Task The_other_members_of_a_message_are_copied_to_its_result()
    {
        var queues = new Queues(shared.Host);

        await queues.SendAsync("reviews",
            [("other-1", "{\"id\":\"r-7\",\"text\":\"Loved it\",\"shop\":{\"city\":\"Graz\"}}"), ("other-2", "Hated it")]);
        var scored = await queues.UntilThereAsync("scored-reviews", ["other-1", "other-2"]);

        var loved = scored["other-1"];
        Assert.Equal("r-7", loved.GetProperty("id").GetString());
        Assert.Equal("{\"shop\":{\"city\":\"Graz\"}}", JsonSerializer.Serialize(loved.GetProperty("review")));
        Assert.Equal(1, loved.GetProperty("deliveryCount").GetInt32());
        Assert.Equal("POSITIVE", loved.GetProperty("label").GetString());
        Assert.Equal("NEGATIVE", scored["other-2"].GetProperty("label").GetString());
    }

    [Fact]
    public async Task Every_kind_of_message_that_can_never_be_scored_is_rejected_with_its_reason_and_body()
    {
        (string Id, byte[] Body, string Reason)[] sent =
        [
            ("bad-empty", [], "empty"),
            ("bad-blank", "  "u8.ToArray(), "empty"),
            ("bad-utf8", [(byte)'s', (byte)'o', 0xFF, 0xC3], "not valid UTF-8"),
            ("bad-json", "{\"text\":"u8.ToArray(), "not valid JSON"),
            ("bad-nesting", Encoding.UTF8.GetBytes($"{{\"text\":\"a\",\"x\":{new string('[', 5000)}{new string(']', 5000)}}}"),
                "not valid JSON"),
            ("bad-twice", "{\"text\":\"a\",\"text\":\"b\"}"u8.ToArray(), "not valid JSON"),
            ("bad-array", "[1]"u8.ToArray(), "JSON Array"),
            ("bad-xml", "<review>good</review>"u8.ToArray(), "XML"),
            ("bad-words", "👍👍"u8.ToArray(), "vocabulary"),
            ("bad-number", "{\"text\":7}"u8.ToArray(), "JSON Number"),
            ("bad-name", "{\"review\":\"good\"}"u8.ToArray(), "no 'text'"),
            ("bad-length", Encoding.UTF8.GetBytes(new string('a', 100_001)), "Sentiment__MaxCharacters"),
            ("bad-members", Encoding.UTF8.GetBytes($"{{\"text\":\"good\",\"more\":\"{new string('é', 121_000)}\"}}"),
                "larger than 240000 bytes"),
        ];
        var queues = new Queues(shared.Host);

        await queues.SendAsync("reviews", sent.Select(message => (message.Id, message.Body)));
        var rejected = await queues.UntilThereAsync("rejected-reviews", [.. sent.Select(message => message.Id)]);

        Assert.All(sent, message =>
        {
            Assert.Contains(message.Reason, rejected[message.Id].GetProperty("reason").GetString());
            Assert.StartsWith(rejected[message.Id].GetProperty("body").GetString()!, Encoding.UTF8.GetString(message.Body));
            Assert.Equal(1, rejected[message.Id].GetProperty("deliveryCount").GetInt32());
            Assert.True(rejected[message.Id].GetProperty("sequenceNumber").GetInt64() > 0);
        });
    }

    [Fact]
    public async Task A_body_never_forges_the_properties_that_Service_Bus_sets()
    {
        var queues = new Queues(shared.Host);

        await queues.SendAsync("reviews",
            [("true-1", """{"text":"Loved it","messageId":"forged","SequenceNumber":7}"""),
                ("true-2", """{"text":"Hated it","Text":"Loved it"}""")]);
        var scored = await queues.UntilThereAsync("scored-reviews", ["true-1", "true-2"]);

        Assert.Equal("NEGATIVE", scored["true-2"].GetProperty("label").GetString());
        Assert.Equal("""{"Text":"Loved it"}""", scored["true-2"].GetProperty("review").GetRawText());
        Assert.Equal("POSITIVE", scored["true-1"].GetProperty("label").GetString());
        Assert.Equal("""{"messageId":"forged","SequenceNumber":7}""", scored["true-1"].GetProperty("review").GetRawText());
        Assert.NotEqual(7, scored["true-1"].GetProperty("sequenceNumber").GetInt64());
    }

    [Fact]
    public async Task Message_properties_are_copied_to_the_JSON_of_the_result()
    {
        await using var host = await shared.StartAnotherAsync();
        await using var client = new ServiceBusClient(host.ServiceBus);
        var text = new ServiceBusMessage("Loved it") { CorrelationId = "c-1", Subject = "review" };
        text.ApplicationProperties["shop"] = "Graz";
        text.ApplicationProperties["stars"] = 5;
        var value = new ServiceBusMessage();
        value.GetRawAmqpMessage().Body = AmqpMessageBody.FromValue("Hated it");
        var sequence = new ServiceBusMessage { MessageId = "s-1" };
        sequence.GetRawAmqpMessage().Body = AmqpMessageBody.FromSequence([["Loved it", 1]]);
        var latin = new ServiceBusMessage(new BinaryData((byte[])[(byte)'c', (byte)'a', (byte)'f', 0xE9])) { MessageId = "l-1" };

        await client.CreateSender("reviews").SendMessagesAsync([text, value, sequence, latin], TestContext.Current.CancellationToken);
        var scored = (await MessagesAsync(client, "scored-reviews", 2))
            .ToDictionary(message => message.Json.GetProperty("label").GetString()!);
        var rejected = (await MessagesAsync(client, "rejected-reviews", 2))
            .ToDictionary(message => message.Json.GetProperty("messageId").GetString()!);

        var loved = scored["POSITIVE"];
        Assert.Equal("text/plain", loved.ContentType); // An output binding cannot set it.
        Assert.Equal(("c-1", "review", """{"shop":"Graz","stars":5}"""), (loved.Json.GetProperty("correlationId").GetString(),
            loved.Json.GetProperty("subject").GetString(), loved.Json.GetProperty("applicationProperties").GetRawText()));
        Assert.Contains("NEGATIVE", scored.Keys);
        Assert.Equal("""[["Loved it",1]]""", rejected["s-1"].Json.GetProperty("body").GetString());
        Assert.Contains("byte E9 at position 3", rejected["l-1"].Json.GetProperty("reason").GetString());
        Assert.Equal("caf\u00E9", Encoding.Latin1.GetString(rejected["l-1"].Json.GetProperty("bodyBase64").GetBytesFromBase64()));
    }

    private static async Task<List<(string ContentType, JsonElement Json)>> MessagesAsync(ServiceBusClient client, string queue, int count)
    {
        await using var receiver = client.CreateReceiver(queue);
        var messages = new List<(string, JsonElement)>();
        while (messages.Count < count && await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(60)) is { } message)
            messages.Add((message.ContentType, JsonElement.Parse(message.Body.ToString())));
        return messages;
    }

    private static bool IsMalformed(int i) => i % 10 == 3;

    private static IEnumerable<(string, string)> Sent() => Enumerable.Range(0, Messages).Select(i => ($"m-{i:D4}", IsMalformed(i)
        ? Malformed[i / 10 % Malformed.Length]
        : JsonSerializer.Serialize(new { id = i, text = $"Review {i}: the service was {(i % 2 == 0 ? "excellent" : "terrible")}." })));

    private static IEnumerable<string> Expected(bool malformed) =>
        Enumerable.Range(0, Messages).Where(i => IsMalformed(i) == malformed).Select(i => $"m-{i:D4}");

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> messages) =>
        messages.Select(message => message.GetProperty("messageId").GetString()!);

    private static async Task<(List<JsonElement> Scored, List<JsonElement> Rejected)> ResultsAsync(Queues queues)
    {
        await queues.UntilThereAsync("scored-reviews", [.. Expected(malformed: false)]);
        await queues.UntilThereAsync("rejected-reviews", [.. Expected(malformed: true)]);
        // A message is repeated only while it is not done.
        await Eventually.UntilAsync(async () => (await queues.PeekAsync("reviews")).Count == 0, "end of the messages");
        return (await BodiesAsync("scored-reviews"), await BodiesAsync("rejected-reviews"));

        async Task<List<JsonElement>> BodiesAsync(string queue) => (await queues.PeekAsync(queue)).ConvertAll(message => message.Body);
    }

    private static void AssertScored(JsonElement message)
    {
        var id = int.Parse(message.GetProperty("messageId").GetString()![2..]);
        Assert.Equal(id, message.GetProperty("id").GetInt32());
        Assert.Equal(id % 2 == 0 ? "POSITIVE" : "NEGATIVE", message.GetProperty("label").GetString());
        Assert.True(message.TryGetProperty("scoredAt", out _));
    }
}
