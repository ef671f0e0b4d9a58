using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SentimentFunctions.Queue;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Queue;

/// <summary>The queue door as a function, with the embedded model.</summary>
public sealed class ScoreQueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_come_in_the_order_of_the_batch_each_with_what_is_known_of_its_message()
    {
        var (scored, rejected) = await RunAsync(new(), "{\"id\":7,\"text\":\"Great!\",\"shop\":{\"city\":\"Graz\"}}", "[1]", "Awful.", "{\"text\":\"So good\"}", "{}");

        Assert.Equal(["m-0", "m-2", "m-3"], scored.Select(message => message.GetProperty("messageId").GetString()));
        Assert.Equal([100, 102, 103], scored.Select(message => message.GetProperty("sequenceNumber").GetInt64()));
        Assert.Equal(["POSITIVE", "NEGATIVE", "POSITIVE"], scored.Select(message => message.GetProperty("label").GetString()));
        Assert.Equal((7, "{\"shop\":{\"city\":\"Graz\"}}"), (scored[0].GetProperty("id").GetInt32(), scored[0].GetProperty("review").GetRawText()));
        Assert.Equal(["m-1", "m-4"], rejected.Select(message => message.GetProperty("messageId").GetString()));
        Assert.All([.. scored, .. rejected], message => Assert.Equal(1, message.GetProperty("deliveryCount").GetInt32()));
    }

    [Fact]
    public async Task A_batch_is_one_call_of_the_engine()
    {
        var uses = 0;
        using var batch = new Activity("batch").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Sentiment.Inference",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => uses += span.OperationName == "score texts" && span.TraceId == batch.TraceId ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);

        var (scored, _) = await RunAsync(new(), [.. Enumerable.Range(0, 64).Select(i => $"Review {i}")]);

        Assert.Equal((64, 1), (scored.Count, uses));
    }

    [Fact]
    public async Task A_result_that_no_message_could_hold_is_rejected_and_costs_the_others_nothing()
    {
        var (scored, rejected) = await RunAsync(new() { MaxMessageBytes = 2000 }, $"{{\"text\":\"Great!\",\"more\":\"{new string('x', 2000)}\"}}", "Awful.");

        Assert.Equal("m-1", Assert.Single(scored).GetProperty("messageId").GetString());
        Assert.Contains("larger than 2000 bytes", Assert.Single(rejected).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_batch_of_which_nothing_can_be_scored_sends_no_empty_message()
    {
        var output = await new ScoreQueue(new(), NullLogger<ScoreQueue>.Instance).RunAsync(["{}"], new Invocation(), Stop);

        Assert.Null(output.Scored);
        Assert.Single(output.Rejected!);
    }

    [Fact]
    public async Task One_line_is_logged_for_a_whole_batch()
    {
        var log = new SeenLog<ScoreQueue>();

        await new ScoreQueue(new(), log).RunAsync(["Great!", "[]", "Awful."], new Invocation(), Stop);

        Assert.Equal("Scored 2 and rejected 1 of 3 messages.", Assert.Single(log.Lines));
    }

    private static async Task<(List<JsonElement> Scored, List<JsonElement> Rejected)> RunAsync(DoorOptions options, params string[] messages)
    {
        var context = new Invocation(
            ("MessageIdArray", JsonSerializer.Serialize(messages.Select((_, i) => $"m-{i}"))),
            ("SequenceNumberArray", JsonSerializer.Serialize(messages.Select((_, i) => $"{100 + i}"))),
            ("DeliveryCountArray", JsonSerializer.Serialize(messages.Select(_ => 1))));
        var output = await new ScoreQueue(options, NullLogger<ScoreQueue>.Instance).RunAsync(messages, context, Stop);
        return (Parsed(output.Scored), Parsed(output.Rejected));
    }

    private static List<JsonElement> Parsed(string[]? messages) => [.. (messages ?? []).Select(message => JsonDocument.Parse(message).RootElement)];
}
