using System.Net;
using System.Text.Json;
using SentimentFunctions.Csv;
using SentimentFunctions.Http;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Http;

/// <summary>A call cancels a file while its only part finishes it: the file is finished or cancelled, never both.</summary>
public sealed class CancelFileTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Input = "reviews/a.csv", Output = "scored/a.csv", Summary = $"{Output}.summary.json",
        Progress = $"{Output}.progress.jsonl", Readable = "text\ngood\n", Unreadable = "a,b\n1,2\n";

    private readonly TestBlobs blobs = new(azurite);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"PUT {Output} block")]
    [InlineData($"PUT {Progress} appendblock")]
    [InlineData($"PUT {Output} blocklist")]
    [InlineData($"PUT {Summary}")]
    public async Task A_file_that_is_cancelled_before_its_summary_is_written_is_not_finished(string moment)
    {
        var message = await PlanAsync();
        TestResponse? answer = null;
        blobs.Once(moment, async () => answer = await CancelAsync());

        var output = await ScoreAsync(message);

        Assert.Equal(HttpStatusCode.OK, answer!.StatusCode);
        Assert.Empty(output.Summaries!);
        AssertCancelled();
    }

    [Fact]
    public async Task A_file_whose_summary_is_written_cannot_be_cancelled()
    {
        var message = await PlanAsync();
        TestResponse? answer = null;
        blobs.Once($"DELETE {Progress}", async () => answer = await CancelAsync());

        var output = await ScoreAsync(message);

        Assert.Equal("not_in_work", answer!.Json.GetProperty("code").GetString());
        Assert.Single(output.Summaries!);
        AssertDone();
    }

    [Fact]
    public async Task A_file_that_is_finished_during_the_call_is_not_cancelled()
    {
        var message = await PlanAsync();
        ScoreCsvOutput? output = null;
        blobs.Once($"PUT {Summary}", async () => output = await ScoreAsync(message));

        var answer = await CancelAsync();

        Assert.Equal("not_in_work", answer.Json.GetProperty("code").GetString());
        Assert.Single(output!.Summaries!);
        AssertDone();
    }

    [Theory]
    [InlineData($"DELETE {Progress}")]
    [InlineData($"DELETE {Output}")]
    public async Task A_part_that_ends_while_its_file_is_cancelled_does_not_finish_it(string moment)
    {
        var message = await PlanAsync();
        blobs.Put(Output, "an earlier version");
        ScoreCsvOutput? output = null;
        blobs.Once(moment, async () => output = await ScoreAsync(message));

        var answer = await CancelAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(output!.Summaries!);
        AssertCancelled();
    }

    [Fact]
    public async Task A_part_that_dies_after_it_committed_a_cancelled_file_removes_it_when_it_is_delivered_again()
    {
        var message = await PlanAsync();
        blobs.Once($"PUT {Output} blocklist", async () =>
        {
            await CancelAsync();
            blobs.Once($"PUT {Summary}", () => throw new HttpRequestException("no network"));
        });
        await Assert.ThrowsAnyAsync<Exception>(() => ScoreAsync(message));
        Assert.Contains(Output, blobs.Names);

        var output = await ScoreAsync(message);

        Assert.Empty(output.Summaries!);
        AssertCancelled();
    }

    [Fact]
    public async Task A_part_of_a_cancelled_file_leaves_the_output_of_another_version()
    {
        var message = await PlanAsync();
        await CancelAsync();
        var next = await PlanAsync();
        // The output of the next version is committed, and the summary is still that of the cancelled one.
        blobs.Once($"PUT {Summary}", () => ScoreAsync(message));

        await ScoreAsync(next);

        AssertDone();
    }

    [Theory]
    [InlineData($"GET {Summary}", Unreadable, "refused")]
    [InlineData($"GET {Summary}", Readable, "cancelled")]
    [InlineData($"PUT {Output} blocklist", Unreadable, "refused")]
    [InlineData($"PUT {Output} blocklist", Readable, "cancelled")]
    [InlineData($"PUT {Summary}", Unreadable, "refused")]
    [InlineData($"PUT {Summary}", Readable, "cancelled")]
    public async Task The_last_part_of_an_overwritten_file_leaves_the_end_of_the_next_version(string moment, string next, string state)
    {
        var message = await PlanAsync();
        blobs.Once(moment, async () =>
        {
            blobs.Put(Input, next);
            await EventAsync();
            await CancelAsync();
        });

        var output = await ScoreAsync(message);

        Assert.Empty(output.Summaries!);
        Assert.Equal(state, State());
        Assert.Equal([Input, Summary], blobs.Names);
    }

    [Fact]
    public async Task A_version_that_is_refused_while_the_version_before_it_ends_has_no_output()
    {
        var message = await PlanAsync();
        var (reached, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        var refusing = Task.CompletedTask;
        blobs.Once($"PUT {Output} blocklist", async () =>
        {
            blobs.Put(Input, Unreadable);
            blobs.Once($"PUT {Summary}", () =>
            {
                reached.SetResult();
                return ended.Task;
            });
            refusing = EventAsync();
            await Task.WhenAny(reached.Task, refusing);
            blobs.Before = null;
        });

        await ScoreAsync(message);
        ended.SetResult();
        await refusing;

        Assert.Equal("refused", State());
        Assert.Equal([Input, Summary], blobs.Names);
    }

    [Fact]
    public async Task A_refusal_that_arrives_late_leaves_the_end_of_the_next_version()
    {
        blobs.Put(Input, Unreadable);
        blobs.Once($"PUT {Summary}", async () => await ScoreAsync(await PlanAsync()));

        var output = await EventAsync();

        Assert.Equal((null, null), (output.Parts, output.Summaries));
        AssertDone();
    }

    [Fact]
    public async Task A_refusal_leaves_the_output_that_the_next_version_commits_meanwhile()
    {
        blobs.Put(Input, Unreadable);
        var (committed, refused) = (new TaskCompletionSource(), new TaskCompletionSource());
        var scoring = Task.CompletedTask;
        blobs.Once($"HEAD {Output}", async () =>
        {
            var next = await PlanAsync();
            blobs.Once($"PUT {Summary}", () =>
            {
                committed.SetResult();
                return refused.Task;
            });
            scoring = ScoreAsync(next);
            await Task.WhenAny(committed.Task, scoring);
            blobs.Before = null;
        });

        await EventAsync();
        refused.SetResult();
        await scoring;

        AssertDone();
    }

    [Fact]
    public async Task A_cancelled_file_is_not_planned_again()
    {
        await PlanAsync();
        await CancelAsync();

        var output = await EventAsync();

        Assert.Equal((null, null), (output.Parts, output.Summaries));
        AssertCancelled();
    }

    [Theory]
    [InlineData($"GET {Progress}")]
    [InlineData($"GET {Summary}")]
    public async Task A_file_that_is_cancelled_while_its_event_is_delivered_again_is_not_begun_again(string moment)
    {
        await PlanAsync();
        blobs.Once(moment, CancelAsync);

        var output = await EventAsync();

        Assert.Null(output.Parts);
        AssertCancelled();
    }

    [Fact]
    public async Task A_call_leaves_the_output_that_a_newer_version_commits_meanwhile()
    {
        await PlanAsync();
        blobs.Put(Output, "an earlier version");
        blobs.Once($"DELETE {Output}", async () => await ScoreAsync(await PlanAsync()));

        await CancelAsync();

        AssertDone();
    }

    [Theory]
    [InlineData($"DELETE {Output}")]
    [InlineData($"DELETE {Progress}")]
    public async Task A_call_that_died_after_it_wrote_the_summary_can_be_repeated(string moment)
    {
        await PlanAsync();
        blobs.Put(Output, "an earlier version");
        blobs.Once(moment, () => throw new HttpRequestException("no network"));
        await Assert.ThrowsAnyAsync<Exception>(() => CancelAsync());

        var answer = await CancelAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AssertCancelled();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(2000)]
    public async Task A_name_that_no_file_can_have_is_not_found(object? name)
    {
        var asked = name is int length ? new string('a', length) : (string?)name;

        var state = (TestResponse)await new FilesHttp(new()).GetAsync(new TestRequest(), asked, blobs.Reviews, blobs.Scored, Stop);
        var cancelled = (TestResponse)await FilesHttp.CancelAsync(new TestRequest(), asked, blobs.Reviews, blobs.Scored, Stop);

        Assert.Equal(HttpStatusCode.NotFound, state.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, cancelled.StatusCode);
    }

    [Fact]
    public async Task A_file_whose_name_is_too_long_for_its_outputs_is_logged_and_left()
    {
        var (name, log) = (new string('a', 1000), new SeenLog<ScoreCsv>());

        var output = await new ScoreCsv(new(), log).RunAsync(blobs.Reviews.GetBlobClient(name), name, blobs.Scored, Stop);

        Assert.Null(output.Parts);
        Assert.Contains(log.Lines, line => line.Contains("1000 characters", StringComparison.Ordinal));
    }

    private void AssertCancelled()
    {
        Assert.Equal("cancelled", State());
        Assert.Equal([Input, Summary], blobs.Names);
    }

    private void AssertDone()
    {
        Assert.Equal("done", State());
        Assert.Equal([Input, Output, Summary], blobs.Names);
    }

    private string? State() => JsonElement.Parse(blobs.Text(Summary)).GetProperty("state").GetString();

    /// <summary>The message of a file's only part.</summary>
    private async Task<string> PlanAsync()
    {
        blobs.Put(Input, Readable);
        return Assert.Single((await EventAsync()).Parts!);
    }

    private Task<ScoreCsvOutput> EventAsync() => new ScoreCsv(new(), new SeenLog<ScoreCsv>()).RunAsync(
        blobs.Reviews.GetBlobClient("a.csv"), "a.csv", blobs.Scored, Stop);

    private Task<ScoreCsvOutput> ScoreAsync(string message) =>
        new ScoreCsvPart(new(), new SeenLog<ScoreCsvPart>()).RunAsync(
            [message], blobs.Reviews, blobs.Scored, TestInvocation.Delivered(1), Stop);

    private async Task<TestResponse> CancelAsync() =>
        (TestResponse)await FilesHttp.CancelAsync(new TestRequest(), "a.csv", blobs.Reviews, blobs.Scored, Stop);
}
