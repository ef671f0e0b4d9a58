using SentimentFunctions.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

/// <summary>The parts of a file, one message after the other.</summary>
public sealed class ScoreCsvPartTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Parts = 10;

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
    public async Task A_file_that_cannot_be_finished_tells_why()
    {
        var messages = await PlanAsync(partRows: Parts);
        FailAt("PUT scored/a.csv blocklist");

        await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(Assert.Single(messages)));

        Assert.Contains("no network", Assert.Single(await FailuresAsync()).Reason, StringComparison.Ordinal);
        blobs.Before = null;
        Assert.Single((await ScoreAsync(messages[0])).Summaries!);
        Assert.DoesNotContain("scored/a.csv.progress.jsonl", blobs.Names);
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
        Assert.DoesNotContain("scored/a.csv.progress.jsonl", blobs.Names);
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

    private void FailAt(string wanted) =>
        blobs.Before = request => request == wanted ? throw new HttpRequestException("no network") : Task.CompletedTask;

    private async Task<List<PartFailure>> FailuresAsync() =>
        (await new FileProgress(blobs.Scored, "a.csv").ReadAsync(Stop))!.Failures();

    private Task<ScoreCsvOutput> ScoreAsync(string message) =>
        new ScoreCsvPart(new(), new SeenLog<ScoreCsvPart>()).RunAsync(
            [message], blobs.Reviews, blobs.Scored, TestInvocation.Delivered(1), Stop);
}
