using System.Text.Json;

namespace EndToEnd.Tests.Reliability;

/// <summary>The CSV door under faults: whatever happens on the way, the result is the undisturbed one, and nobody ever sees a part of it.</summary>
public sealed class CsvFaultTests(SharedHost shared)
{
    private const long MostBytes = 600L << 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_files_at_once_come_out_whole_and_alike_though_their_worker_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which process is the worker of a host is asked of Linux.");
        const int Rows = 12_000;
        using var file = new CsvFile(Rows, noteCharacters: 1000);
        await using var host = await StartAsync();
        var (one, two, calm) = (new CsvWatch(host, "one.csv"), new CsvWatch(host, "two.csv"), new CsvWatch(host, "calm.csv"));

        await Task.WhenAll(one.DropAsync(file.Path, Stop), two.DropAsync(file.Path, Stop));
        await one.UntilStagedAsync(blocks: 1, Stop);
        host.FindWorker()!.Kill();
        var results = await Task.WhenAll(one.FinishAsync(Stop), two.FinishAsync(Stop));
        await calm.DropAsync(file.Path, Stop);
        var (hash, summary) = await calm.FinishAsync(Stop);

        Assert.All(results, result => Assert.Equal(hash, result.Hash));
        Assert.All([summary, .. results.Select(result => result.Summary)], found => AssertCounts(found, Rows));
    }

    [Fact(Explicit = true)]
    public async Task A_million_rows_take_little_memory_and_come_out_the_same_though_the_worker_is_killed_half_way()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which process is the worker of a host is asked of Linux.");
        const int Rows = 1_000_000;
        using var file = new CsvFile(Rows, noteCharacters: 75);
        await using var host = await StartAsync();
        var (calm, killed) = (new CsvWatch(host, "calm.csv"), new CsvWatch(host, "killed.csv"));

        await calm.DropAsync(file.Path, Stop);
        var undisturbed = await calm.FinishAsync(Stop);
        await killed.DropAsync(file.Path, Stop);
        await killed.UntilStagedAsync(blocks: (int)(new FileInfo(file.Path).Length / (4 << 20) / 2), Stop);
        host.FindWorker()!.Kill();
        var disturbed = await killed.FinishAsync(Stop);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rows} rows, {new FileInfo(file.Path).Length} bytes: undisturbed in {undisturbed.Summary.GetProperty("seconds")} s with at most {calm.PeakBytes >> 20} MiB resident, "
            + $"after a kill in {disturbed.Summary.GetProperty("seconds")} s with at most {killed.PeakBytes >> 20} MiB; {calm.Looks + killed.Looks} looks saw no part.");
        Assert.Equal(undisturbed.Hash, disturbed.Hash);
        AssertCounts(undisturbed.Summary, Rows);
        AssertCounts(disturbed.Summary, Rows);
        Assert.InRange(Math.Max(calm.PeakBytes, killed.PeakBytes), 1, MostBytes);
    }

    private Task<RunningHost> StartAsync() =>
        RunningHost.StartAsync(("ReviewStorage", shared.Host.Storage), ("AzureWebJobsStorage", shared.Host.Storage));

    private static void AssertCounts(JsonElement summary, int rows)
    {
        Assert.Equal(rows, summary.GetProperty("rows").GetInt32());
        Assert.Equal(rows / 1000, summary.GetProperty("failed").GetInt32());
    }
}
