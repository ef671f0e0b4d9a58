using System.Text.Json;
using Azure;
using Sentiment.Inference;
using SentimentFunctions.Csv;
using SentimentFunctions.Http;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

/// <summary>The parts of a file, one message after the other.</summary>
public sealed class ScoreCsvPartTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Parts = 10;

    private const string Progress = "scored/a.csv.progress.jsonl";

    private readonly TestBlobs blobs = new(azurite);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new[] { 9 }, 10 + 9)]
    [InlineData(new[] { 5 }, 10 + 5)]
    [InlineData(new[] { 5, 12 }, 10 + 5 + 7)]
    [InlineData(new[] { 9, 18 }, 10 + 9 + 9)]
    public async Task A_part_is_sent_again_once_each_time_its_block_is_lost(int[] losses, int messages)
    {
        var queue = new Queue<string>(await PlanAsync());
        var (scored, summaries) = (0, 0);
        for (; queue.TryDequeue(out var message); scored++)
        {
            if (losses.Contains(scored))
                blobs.Unstage("scored/a.csv");
            var output = await ScoreAsync(message);
            foreach (var part in output.Parts ?? [])
                queue.Enqueue(part);
            summaries += output.Summaries?.Count ?? 0;
        }

        Assert.Equal((messages, 1), (scored, summaries));
        Assert.Equal(Parts + 1, blobs.Text("scored/a.csv").Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_file_whose_blocks_are_all_lost_before_it_is_finished_is_scored_again()
    {
        var messages = await PlanAsync();
        foreach (var message in messages.SkipLast(1))
            await ScoreAsync(message);
        FailAt("PUT scored/a.csv blocklist");
        await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(messages[^1]));
        blobs.Before = null;
        blobs.Unstage("scored/a.csv");

        var again = (await ScoreAsync(messages[^1])).Parts!;

        Assert.Equal(Parts, again.Count);
        foreach (var message in again.SkipLast(1))
            Assert.Empty((await ScoreAsync(message)).Summaries!);
        Assert.Single((await ScoreAsync(again[^1])).Summaries!);
        Assert.Equal(Parts + 1, blobs.Text("scored/a.csv").Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_part_that_is_sent_again_is_scored_once_although_its_message_is_delivered_again()
    {
        var messages = await PlanAsync();
        foreach (var message in messages.SkipLast(1))
            await ScoreAsync(message);
        blobs.Unstage("scored/a.csv");
        var again = (await ScoreAsync(messages[^1])).Parts!;
        var staged = 0;
        blobs.Before = request =>
        {
            staged += request == "PUT scored/a.csv block" ? 1 : 0;
            return Task.CompletedTask;
        };

        foreach (var message in again.SkipLast(1).SelectMany(message => Enumerable.Repeat(message, 2)))
            Assert.Empty((await ScoreAsync(message)).Summaries!);
        Assert.Single((await ScoreAsync(again[^1])).Summaries!);

        Assert.Equal(Parts - 1, staged);
    }

    [Fact]
    public async Task A_part_that_fails_counts_its_rows_as_failed_and_tells_why_until_it_is_scored()
    {
        var messages = await PlanAsync(partRows: 7);
        FailAt("GET reviews/a.csv");
        using var counted = new CountedReviews();

        await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(messages[0]));

        Assert.Contains(counted.All, each => each is ("csv", "failed", 7));
        Assert.Contains("no network", Assert.Single(await FailuresAsync()).Reason, StringComparison.Ordinal);
        blobs.Before = null;
        await ScoreAsync(messages[0]);
        Assert.Empty(await FailuresAsync());
    }

    [Fact]
    public async Task A_failure_is_told_without_headers_and_paths()
    {
        var messages = await PlanAsync();
        await AssertToldAsync(
            new RequestFailedException(503, "The server is busy.\nHeaders:\nServer: Azurite", "ServerBusy", null),
            "Storage answered 503 ServerBusy.");
        await AssertToldAsync(new RequestFailedException(500, "No content."), "Storage answered 500.");
        await AssertToldAsync(new AggregateException("Retry failed after 4 tries. (127.0.0.1:10000)"), "Storage did not answer.");
        await AssertToldAsync(
            new ModelLoadException("/home/app/model", "model.onnx", "the file is missing.", "Copy it there."),
            "The model cannot be loaded.");

        async Task AssertToldAsync(Exception failure, string reason)
        {
            FailAt("GET reviews/a.csv", failure);
            await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(messages[0]));
            Assert.Equal(reason, (await StateAsync()).GetProperty("problem").GetString());
        }
    }

    [Theory]
    [InlineData(9, "scoring")]
    [InlineData(10, "failed")]
    public async Task A_file_is_failed_with_the_last_delivery_of_a_part_although_the_others_left_no_line(int delivery, string state)
    {
        var messages = await PlanAsync();
        FailAt("GET reviews/a.csv");

        await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(messages[0], delivery));

        Assert.Single(await FailuresAsync());
        Assert.Equal(state, (await StateAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Failures_without_a_delivery_are_counted()
    {
        var message = JsonElement.Parse((await PlanAsync())[0]);
        var line = $$"""{"failedPart":0,"version":{{message.GetProperty("version").GetRawText()}},"reason":"no network"}""" + "\n";
        blobs.Append(Progress, blobs.Text(Progress) + string.Concat(Enumerable.Repeat(line, 9)));
        Assert.Equal("scoring", (await StateAsync()).GetProperty("state").GetString());

        blobs.Append(Progress, blobs.Text(Progress) + line);

        Assert.Equal("failed", (await StateAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_state_of_a_file_says_when_its_progress_was_written_last()
    {
        await PlanAsync();

        var written = (await blobs.Scored.GetBlobClient("a.csv.progress.jsonl").GetPropertiesAsync(cancellationToken: Stop)).Value;

        Assert.Equal(written.LastModified, (await StateAsync()).GetProperty("lastProgress").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_part_whose_failure_cannot_be_added_to_the_progress_fails_with_its_own_error()
    {
        var messages = await PlanAsync();
        blobs.Before = request => request switch
        {
            "GET reviews/a.csv" => throw new HttpRequestException("no network"),
            $"PUT {Progress} appendblock" => throw new HttpRequestException("no progress"),
            _ => Task.CompletedTask,
        };

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(messages[0]));

        Assert.Contains("no network", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await FailuresAsync());
    }

    [Fact]
    public async Task A_file_that_cannot_be_finished_tells_why()
    {
        var messages = await PlanAsync(partRows: Parts);
        FailAt("PUT scored/a.csv blocklist");

        await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(Assert.Single(messages)));

        Assert.Contains("no network", Assert.Single(await FailuresAsync()).Reason, StringComparison.Ordinal);
        blobs.Before = null;
        Assert.Single((await ScoreAsync(messages[0])).Summaries!);
        Assert.DoesNotContain(Progress, blobs.Names);
    }

    [Fact]
    public async Task A_file_whose_last_message_is_gone_is_finished_when_its_event_comes_again()
    {
        var messages = await PlanAsync(partRows: Parts);
        FailAt("PUT scored/a.csv blocklist");
        await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(messages[0]));
        blobs.Before = null;

        var again = await TriggerAsync(partRows: Parts);

        Assert.Single((await ScoreAsync(Assert.Single(again))).Summaries!);
        Assert.DoesNotContain(Progress, blobs.Names);
    }

    [Fact]
    public async Task A_last_part_that_is_delivered_again_sends_the_summary_of_the_finished_file_again()
    {
        var messages = await PlanAsync();
        foreach (var message in messages.SkipLast(1))
            await ScoreAsync(message);
        var summary = Assert.Single((await ScoreAsync(messages[^1])).Summaries!);

        var again = await ScoreAsync(messages[^1], delivery: 2);

        Assert.Equal(summary, Assert.Single(again.Summaries!));
        Assert.Empty(again.Parts!);
        foreach (var message in messages.SkipLast(1))
            Assert.Empty((await ScoreAsync(message, delivery: 2)).Summaries!);
    }

    [Fact]
    public async Task An_event_that_is_delivered_again_sends_only_the_parts_that_are_not_scored()
    {
        var messages = await PlanAsync();
        int[] scored = [0, 4, 7];
        foreach (var part in scored)
            await ScoreAsync(messages[part]);

        var again = await TriggerAsync(partRows: 1);

        Assert.Equal(messages.Except(scored.Select(part => messages[part])), again);
    }

    [Fact]
    public async Task A_part_that_ends_before_the_plan_of_the_next_version_is_written_does_not_take_its_place()
    {
        var message = Assert.Single(await PlanAsync(partRows: Parts));
        var (scored, created) = (new TaskCompletionSource(), new TaskCompletionSource());
        blobs.Once($"PUT {Progress} appendblock", () =>
        {
            scored.SetResult();
            return created.Task;
        });
        var scoring = ScoreAsync(message);
        await Task.WhenAny(scored.Task, scoring);
        var state = "";
        blobs.Once($"PUT {Progress} appendblock", async () =>
        {
            created.SetResult();
            Assert.Empty((await scoring).Summaries!);
            state = (await StateAsync()).GetProperty("state").GetString();
        });

        // The host tries it again.
        await Assert.ThrowsAsync<RequestFailedException>(() => PlanAsync(partRows: Parts));

        Assert.Equal("waiting", state);
        var next = Assert.Single(await TriggerAsync(partRows: Parts));
        Assert.Single((await ScoreAsync(next)).Summaries!);
        Assert.DoesNotContain(Progress, blobs.Names);
    }

    [Fact]
    public async Task A_part_that_is_delivered_again_waits_before_it_is_tried()
    {
        var messages = await PlanAsync();
        var requests = new List<string>();
        blobs.Before = request =>
        {
            requests.Add(request);
            return Task.CompletedTask;
        };
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var waiting = new ScoreCsvPart(new() { RedeliverySeconds = 150 }, new SeenLog<ScoreCsvPart>()).RunAsync(
            [messages[0]], blobs.Reviews, blobs.Scored, TestInvocation.Delivered(10), stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(requests);
    }

    /// <summary>The messages of a file.</summary>
    private Task<IReadOnlyList<string>> PlanAsync(int partRows = 1)
    {
        blobs.Put("reviews/a.csv", "text\n" + string.Concat(Enumerable.Repeat("good\n", Parts)));
        return TriggerAsync(partRows);
    }

    private async Task<IReadOnlyList<string>> TriggerAsync(int partRows)
    {
        var output = await new ScoreCsv(new() { PartRows = partRows }, new SeenLog<ScoreCsv>()).RunAsync(
            blobs.Reviews.GetBlobClient("a.csv"), "a.csv", blobs.Scored, Stop);
        return output.Parts!;
    }

    private void FailAt(string wanted, Exception? failure = null) =>
        blobs.Before = request => request == wanted ? throw failure ?? new HttpRequestException("no network") : Task.CompletedTask;

    private async Task<List<PartFailure>> FailuresAsync() =>
        (await new FileProgress(blobs.Scored, "a.csv").ReadAsync(Stop))!.Failures();

    /// <summary>What <c>GET /api/files/a.csv</c> answers.</summary>
    private async Task<JsonElement> StateAsync() =>
        ((TestResponse)await new FilesHttp(new()).GetAsync(new TestRequest(), "a.csv", blobs.Reviews, blobs.Scored, Stop)).Json;

    private Task<ScoreCsvOutput> ScoreAsync(string message, int delivery = 1) =>
        new ScoreCsvPart(new() { RedeliverySeconds = 0 }, new SeenLog<ScoreCsvPart>()).RunAsync(
            [message], blobs.Reviews, blobs.Scored, TestInvocation.Delivered(delivery), Stop);
}
