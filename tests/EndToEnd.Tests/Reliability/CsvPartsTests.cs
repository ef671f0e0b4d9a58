using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs.Specialized;

namespace EndToEnd.Tests.Reliability;

/// <summary>One file on several workers: all of them score it, none of its parts is scored twice, and any of them may die.</summary>
public sealed partial class CsvPartsTests(SharedHost shared)
{
    private const int Rows = 20_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_workers_share_a_file_and_no_part_is_scored_twice_when_one_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds the worker process of a host through Linux.");
        using var file = new CsvFile(Rows, noteCharacters: 500);
        await using var host = await shared.StartAnotherAsync(workers: 3);
        var (calm, killed) = (new CsvWatch(host, "calm.csv"), new CsvWatch(host, "killed.csv"));

        await calm.DropAsync(file.Path, Stop);
        var undisturbed = await calm.FinishAsync(Stop);
        var held = await killed.DropHeldAsync(file.Path, new(host), Stop);
        await killed.UntilStagedAsync(3, Stop);
        host.FindWorker()!.Kill();
        await killed.AssertUnfinishedAsync(Stop);
        await held.GiveBackAsync();
        var disturbed = await killed.FinishAsync(Stop);

        Assert.Equal(undisturbed.Hash, disturbed.Hash);
        Assert.All([undisturbed.Summary, disturbed.Summary], summary => Assert.Equal(Rows, summary.GetProperty("rows").GetInt32()));
        Assert.Equal(3, undisturbed.Summary.GetProperty("instances").GetInt32());
        var parts = undisturbed.Summary.GetProperty("parts").GetInt32();
        Assert.Equal(Enumerable.Range(1, parts), ScoredParts(host, "calm.csv"));
        var told = ScoredParts(host, "killed.csv");
        Assert.Equal(told.Distinct(), told);
        Assert.InRange(told.Count, parts - 1, parts); // The killed worker may have finished a part without logging it.
    }

    [Fact]
    public async Task The_result_of_a_file_overwritten_during_scoring_is_that_of_its_last_version()
    {
        using var first = new CsvFile(Rows, noteCharacters: 500);
        using var second = new CsvFile(Rows / 2, noteCharacters: 520);
        await using var host = await shared.StartAnotherAsync(workers: 2);
        var (twice, once) = (new CsvWatch(host, "twice.csv"), new CsvWatch(host, "once.csv"));

        var held = await twice.DropHeldAsync(first.Path, new(host), Stop);
        await twice.UntilStagedAsync(2, Stop);
        await twice.DropAsync(second.Path, Stop);
        await held.GiveBackAsync();
        await once.DropAsync(second.Path, Stop);
        var (hash, _) = await once.FinishAsync(Stop);
        await Eventually.UntilAsync(async () => await RowsAsync(host, "twice.csv") == Rows / 2, "summary of the last version");

        Assert.Equal(hash, (await twice.FinishAsync(Stop)).Hash);
    }

    [Fact]
    public async Task Fifty_files_at_once_are_all_scored_completely()
    {
        using var file = new CsvFile(100, noteCharacters: 10);
        await using var host = await shared.StartAnotherAsync(workers: 2);
        await host.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => host.Reviews.GetBlobClient($"file-{i}.csv").UploadAsync(file.Path, Stop)));

        var summaries = await new Queues(host).ReceiveAsync("scored-files", 50, 120);

        Assert.Equal(50, summaries.Select(summary => summary.GetProperty("input").GetString()).Distinct().Count());
        Assert.All(summaries, summary => Assert.Equal(100, summary.GetProperty("rows").GetInt32()));
        var outputs = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            async i => (await host.Scored.GetBlobClient($"file-{i}.csv").DownloadContentAsync(Stop)).Value.Content.ToString()));
        Assert.Single(outputs.Distinct());
    }

    [Fact]
    public async Task Scoring_a_file_continues_after_the_connections_to_the_queues_are_cut()
    {
        using var file = new CsvFile(Rows, noteCharacters: 500);
        await using var rig = await FaultRig.StartAsync(shared.Host.Storage);
        var (cut, calm) = (new CsvWatch(rig.Host, "cut.csv"), new CsvWatch(rig.Host, "calm.csv"));

        var held = await cut.DropHeldAsync(file.Path, rig.Queues, Stop);
        for (var blocks = 2; blocks <= 6; blocks += 2)
        {
            await cut.UntilStagedAsync(blocks, Stop);
            await rig.UntilAsync(() => rig.Cable.Cut() > 0, "connection to cut");
        }

        await cut.AssertUnfinishedAsync(Stop);
        await held.GiveBackAsync();
        var (hash, _) = await cut.FinishAsync(Stop);
        await calm.DropAsync(file.Path, Stop);
        Assert.Equal((await calm.FinishAsync(Stop)).Hash, hash);
    }

    [Fact]
    public async Task Parts_whose_blocks_are_lost_are_scored_again()
    {
        using var file = new CsvFile(Rows, noteCharacters: 500);
        await using var host = await shared.StartAnotherAsync();
        var (swept, calm) = (new CsvWatch(host, "swept.csv"), new CsvWatch(host, "calm.csv"));

        await swept.DropAsync(file.Path, Stop);
        await swept.UntilStagedAsync(3, Stop);
        await host.Scored.GetBlockBlobClient("swept.csv").CommitBlockListAsync([], cancellationToken: Stop);
        await Eventually.UntilAsync(async () => await RowsAsync(host, "swept.csv") == Rows, "summary");
        await calm.DropAsync(file.Path, Stop);
        await calm.FinishAsync(Stop);

        Assert.Contains("are scored again", host.Log);
        Assert.Equal(await ContentAsync(host, "calm.csv"), await ContentAsync(host, "swept.csv"));
    }

    [Fact]
    public async Task A_file_with_a_dead_lettered_part_is_failed_until_the_part_is_resent()
    {
        await using var host = await shared.StartAnotherAsync(("Sentiment__RedeliverySeconds", "0"));
        await host.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await host.Scored.CreateIfNotExistsAsync(cancellationToken: Stop);
        var output = host.Scored.GetBlobClient("held.csv");
        await output.UploadAsync(BinaryData.FromString("an earlier version"), Stop);
        var lease = output.GetBlobLeaseClient();
        await lease.AcquireAsync(TimeSpan.FromSeconds(-1), cancellationToken: Stop); // Nobody else can write it.
        await host.Reviews.GetBlobClient("held.csv").UploadAsync(BinaryData.FromString("text\ngood\n"), Stop);

        await Eventually.UntilAsync(
            async () => await StateAsync(host, "held.csv") is var state && state.GetProperty("state").GetString() == "failed", "failure");
        Assert.Contains("lease", (await StateAsync(host, "held.csv")).GetProperty("problem").GetString(),
            StringComparison.OrdinalIgnoreCase);
        await Eventually.UntilAsync(
            async () => (await new Queues(host).PeekAsync("csv-parts/$DeadLetterQueue")).Count == 1, "dead-lettered part");
        await lease.ReleaseAsync(cancellationToken: Stop);
        await new Queues(host).SendAsync(
            "csv-parts", (await new Queues(host).ReceiveAsync("csv-parts/$DeadLetterQueue", 1, 30)).Select(
                body => ("again", body.ToString())));

        await Eventually.UntilAsync(async () => await RowsAsync(host, "held.csv") == 1, "summary");
        Assert.Contains("POSITIVE", await ContentAsync(host, "held.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_can_query_the_progress_of_a_file_and_cancel_it()
    {
        using var file = new CsvFile(Rows, noteCharacters: 500);
        await using var host = await shared.StartAnotherAsync();
        var (done, cancelled) = (new CsvWatch(host, "folder/done.csv"), new CsvWatch(host, "cancelled.csv"));

        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("api/files/folder/done.csv", Stop)).StatusCode);
        var held = await done.DropHeldAsync(file.Path, new(host), Stop);
        await done.UntilStagedAsync(2, Stop);
        var scoring = await host.Http.GetFromJsonAsync<JsonElement>("api/files/folder/done.csv", Stop);
        Assert.Equal(("scoring", Rows), (scoring.GetProperty("state").GetString(), scoring.GetProperty("rows").GetInt32()));
        Assert.InRange(scoring.GetProperty("done").GetInt32(), 1, Rows - 1);
        Assert.InRange(scoring.GetProperty("percent").GetDouble(), 0.1, 99.9);
        await held.GiveBackAsync();
        var parts = (await done.FinishAsync(Stop)).Summary.GetProperty("parts").GetInt32();
        var whole = await host.Http.GetFromJsonAsync<JsonElement>("api/files/folder/done.csv", Stop);
        Assert.Equal(("done", Rows), (whole.GetProperty("state").GetString(), whole.GetProperty("done").GetInt32()));
        Assert.Equal(HttpStatusCode.Conflict, (await host.Http.DeleteAsync("api/files/folder/done.csv", Stop)).StatusCode);

        held = await cancelled.DropHeldAsync(file.Path, new(host), Stop);
        await cancelled.UntilStagedAsync(2, Stop);
        (await host.Http.DeleteAsync("api/files/cancelled.csv", Stop)).EnsureSuccessStatusCode();
        var state = await host.Http.GetFromJsonAsync<JsonElement>("api/files/cancelled.csv", Stop);
        Assert.Equal("cancelled", state.GetProperty("state").GetString());
        await held.GiveBackAsync();
        await done.DropAsync(file.Path, Stop); // Behind the parts of the cancelled file in the queue.
        await Eventually.UntilAsync(() => Task.FromResult(ScoredParts(host, "folder/done.csv").Count > parts), "the file behind it");
        Assert.InRange(ScoredParts(host, "cancelled.csv").Count, 1, parts - 1);
        Assert.False(await host.Scored.GetBlobClient("cancelled.csv").ExistsAsync(Stop));
    }

    private static async Task<int?> RowsAsync(RunningHost host, string name)
    {
        var summary = host.Scored.GetBlobClient(name + ".summary.json");
        return await summary.ExistsAsync(Stop)
            ? JsonElement.Parse((await summary.DownloadContentAsync(Stop)).Value.Content).GetProperty("rows").GetInt32()
            : null;
    }

    private static Task<JsonElement> StateAsync(RunningHost host, string name) =>
        host.Http.GetFromJsonAsync<JsonElement>($"api/files/{name}", Stop);

    private static async Task<string> ContentAsync(RunningHost host, string name) =>
        (await host.Scored.GetBlobClient(name).DownloadContentAsync(Stop)).Value.Content.ToString();

    /// <summary>The numbers of the parts that were scored, from 1, as often as they were.</summary>
    private static List<int> ScoredParts(RunningHost host, string name) =>
    [
        .. PartLine().Matches(host.Log).Where(match => match.Groups["name"].Value == name)
            .Select(match => int.Parse(match.Groups["part"].Value)).Order(),
    ];

    [GeneratedRegex(@"ScoreCsvPart (?<name>\S+): part (?<part>\d+) of \d+,")]
    private static partial Regex PartLine();
}
