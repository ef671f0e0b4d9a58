using System.Text.Json;

namespace EndToEnd.Tests.Reliability;

/// <summary>
/// The CSV function under faults: the result always equals that of an undisturbed run, and no partial file is ever visible.
/// </summary>
public sealed class CsvFaultTests(SharedHost shared)
{
    private const int Million = 1_000_000;
    private const long MostBytes = 600L << 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_files_at_once_are_complete_and_identical_after_their_worker_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds the worker process of a host through Linux.");
        const int Rows = 12_000;
        using var file = new CsvFile(Rows, noteCharacters: 1000);
        await using var host = await shared.StartAnotherAsync();
        var (one, two, calm) = (new CsvWatch(host, "one.csv"), new CsvWatch(host, "two.csv"), new CsvWatch(host, "calm.csv"));

        // One after the other, so that neither waits for a part that the other has taken.
        HeldPart[] held = [await one.DropHeldAsync(file.Path, new(host), Stop), await two.DropHeldAsync(file.Path, new(host), Stop)];
        await one.UntilStagedAsync(blocks: 1, Stop);
        host.FindWorker()!.Kill();
        await Task.WhenAll(one.AssertUnfinishedAsync(Stop), two.AssertUnfinishedAsync(Stop));
        await Task.WhenAll(held.Select(part => part.GiveBackAsync()));
        var results = await Task.WhenAll(one.FinishAsync(Stop), two.FinishAsync(Stop));
        await calm.DropAsync(file.Path, Stop);
        var (hash, summary) = await calm.FinishAsync(Stop);

        Assert.All(results, result => Assert.Equal(hash, result.Hash));
        Assert.All([summary, .. results.Select(result => result.Summary)], found => AssertCounts(found, Rows));
    }

    [Fact]
    public async Task The_next_host_scores_the_whole_file_of_a_killed_host_with_the_same_result()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds the worker process of a host through Linux.");
        const int Rows = 12_000;
        using var file = new CsvFile(Rows, noteCharacters: 1000);

        var (killed, calm) = await KillHostAsync(file, "host.csv", blocks: 1);

        Assert.Equal(calm.Hash, killed.Hash);
        Assert.All([killed.Summary, calm.Summary], summary => AssertCounts(summary, Rows));
    }

    [Fact]
    public async Task The_next_host_scores_the_rest_of_a_file_whose_parts_ended_with_the_built_in_broker()
    {
        const int Rows = 12_000;
        using var file = new CsvFile(Rows, noteCharacters: 1000);
        var (suffix, storage) = (RunningHost.NewSuffix(), SharedHost.StorageIn(shared.Host.Storage));
        CsvWatch begun;
        await using (var first = await RunningHost.StartAsync(suffix, workers: 1, storage))
        {
            begun = new(first, "stopped.csv");
            await begun.DropHeldAsync(file.Path, new(first), Stop); // The part ends with the broker, as the others do.
            await begun.UntilStagedAsync(blocks: 1, Stop);
        }

        await begun.AssertUnfinishedAsync(Stop);
        await using var next = await RunningHost.StartAsync(suffix, workers: 1, storage);
        var (_, summary) = await new CsvWatch(next, "stopped.csv").FinishAsync(Stop);

        AssertCounts(summary, Rows);
    }

    [Fact(Explicit = true)]
    public async Task A_million_rows_take_little_memory_and_give_the_same_result_when_the_worker_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds the worker process of a host through Linux.");
        using var file = new CsvFile(Million, noteCharacters: 75);
        await using var host = await shared.StartAnotherAsync(workers: 3);
        var (calm, killed) = (new CsvWatch(host, "calm.csv"), new CsvWatch(host, "killed.csv"));

        await calm.DropAsync(file.Path, Stop);
        var undisturbed = await calm.FinishAsync(Stop);
        await killed.DropAsync(file.Path, Stop);
        await killed.UntilStagedAsync(HalfOf(file), Stop);
        host.FindWorker()!.Kill();
        await killed.AssertUnfinishedAsync(Stop);
        var disturbed = await killed.FinishAsync(Stop);

        Assert.Equal(3, undisturbed.Summary.GetProperty("instances").GetInt32());
        Tell("undisturbed", file, undisturbed, calm);
        Tell("after a kill of the worker", file, disturbed, killed);
        Assert.Equal(undisturbed.Hash, disturbed.Hash);
        AssertCounts(undisturbed.Summary, Million);
        AssertCounts(disturbed.Summary, Million);
        Assert.InRange(Math.Max(calm.PeakBytes, killed.PeakBytes), 1, MostBytes);
        Assert.True(calm.SawProgress, "The progress of the file was never visible.");
    }

    [Fact(Explicit = true)]
    public async Task A_million_rows_give_the_same_result_when_the_host_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test finds the worker process of a host through Linux.");
        using var file = new CsvFile(Million, noteCharacters: 75);

        var (killed, calm) = await KillHostAsync(file, "host.csv", HalfOf(file), workers: 3);

        Assert.Equal(calm.Hash, killed.Hash);
        Assert.All([killed.Summary, calm.Summary], summary => AssertCounts(summary, Million));
    }

    /// <summary>
    /// Drops a file, kills the host during scoring and starts another one. The new host then also scores the same file undisturbed.
    /// </summary>
    private async Task<((string Hash, JsonElement Summary) Killed, (string Hash, JsonElement Summary) Calm)> KillHostAsync(CsvFile file,
        string name, int blocks, int workers = 1)
    {
        await using var rig = await FaultRig.StartAsync(shared.Host.Storage, workers: workers);
        var watch = new CsvWatch(rig.Host, name);
        var held = await watch.DropHeldAsync(file.Path, rig.Queues, Stop);
        await watch.UntilStagedAsync(blocks, Stop);
        using (var worker = rig.Host.FindWorker()!)
        {
            await rig.Host.KillAsync();
            await worker.WaitForExitAsync(Stop);
        }

        await watch.AssertUnfinishedAsync(Stop);
        await held.GiveBackAsync();
        await rig.StartHostAsync();
        watch.Host = rig.Host;
        var killed = await watch.FinishAsync(Stop);
        Tell("after a kill of the host", file, killed, watch);
        var calm = new CsvWatch(rig.Host, "calm.csv");
        await calm.DropAsync(file.Path, Stop);
        return (killed, await calm.FinishAsync(Stop));
    }

    private static int HalfOf(CsvFile file) => (int)(new FileInfo(file.Path).Length / (1 << 20) / 2);

    private static void Tell(string fault, CsvFile file, (string Hash, JsonElement Summary) result, CsvWatch watch) =>
        TestContext.Current.TestOutputHelper?.WriteLine(
        $"{fault}: {result.Summary.GetProperty("rows")} rows, " +
        $"{new FileInfo(file.Path).Length} bytes in {result.Summary.GetProperty("seconds")} s, " +
        $"{result.Summary.GetProperty("parts")} parts on {result.Summary.GetProperty("instances")} workers, "
        + $"with at most {watch.PeakBytes >> 20} MiB resident; {watch.Looks} looks saw no part.");

    private static void AssertCounts(JsonElement summary, int rows)
    {
        Assert.Equal(rows, summary.GetProperty("rows").GetInt32());
        Assert.Equal(rows / 1000, summary.GetProperty("failed").GetInt32());
    }
}
