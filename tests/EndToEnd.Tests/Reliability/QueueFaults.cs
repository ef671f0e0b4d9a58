using System.Diagnostics;
using ServiceBusBroker;

namespace EndToEnd.Tests.Reliability;

/// <summary>Faults of the queue function. Messages are sent in waves, and the fault occurs in the middle of each wave.</summary>
internal static class QueueFaults
{
    /// <summary>The host gives up when workers die early four times in a row. These tests must not trigger that.</summary>
    private static readonly TimeSpan OldEnough = TimeSpan.FromSeconds(11);

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    public static async Task KillWorkersAsync(string storage, int messages, int waves, bool young)
    {
        await using var rig = await FaultRig.StartAsync(storage);
        for (var wave = 0; wave < waves; wave++)
        {
            using var worker = await WorkerAsync(rig);
            await rig.UntilAsync(() => young || DateTime.Now - worker.StartTime > OldEnough, "older worker");
            await rig.SendAndStrikeAsync(messages / waves, () =>
            {
                worker.Kill();
                return Task.CompletedTask;
            });
            await rig.LookAsync();
        }

        await rig.FinishAsync($"Worker killed {waves} times");
    }

    public static async Task KillHostsAsync(string storage, int messages, int waves, int lockSeconds)
    {
        await using var rig = await StartAsync(storage, lockSeconds);
        for (var wave = 0; wave < waves; wave++)
        {
            using var worker = await WorkerAsync(rig);
            await rig.SendAndStrikeAsync(messages / waves, rig.Host.KillAsync);
            await rig.UntilAsync(() => worker.HasExited, "end of the worker whose host is gone");
            await rig.LookAsync();
            await rig.Host.DisposeAsync();
            await rig.StartHostAsync();
        }

        await rig.FinishAsync($"Host killed {waves} times");
    }

    public static async Task CutConnectionsAsync(string storage, int messages, int waves, int lockSeconds)
    {
        await using var rig = await StartAsync(storage, lockSeconds);
        var cut = 0;
        for (var wave = 0; wave < waves; wave++)
        {
            await rig.SendAndStrikeAsync(messages / waves, () => rig.UntilAsync(
                () => rig.Cable.Cut() is > 0 and var now && (cut += now) > 0, "connection to cut"));
            await rig.LookAsync();
        }

        await rig.FinishAsync($"Broker connection cut {cut} times");
    }

    public static async Task FillTheOutputAsync(string storage, int messages, long scoredBytes)
    {
        await using var rig = await FaultRig.StartAsync(storage, scoredBytes: scoredBytes);
        await rig.SendAsync(messages);
        await rig.UntilAsync(
            () => rig.Host.Log.Contains("resource-limit-exceeded", StringComparison.Ordinal)
            || rig.Host.Log.Contains("could not be sent", StringComparison.Ordinal), "refusal");
        await rig.LookAsync();
        await rig.ConsumeAsync();
        await rig.FinishAsync("Output queue full until it was read");
    }

    public static async Task HideTheModelAsync(string storage, int messages)
    {
        using var model = new MovableModel();
        await using var rig = await FaultRig.StartAsync(storage,
            settings: [("Sentiment__Model", model.Path), ("Sentiment__ModelWaitSeconds", "5")]);
        await rig.SendAsync(messages);
        await rig.UntilAsync(() => rig.Host.Log.Contains("ScoreQueue failed", StringComparison.Ordinal), "failure");
        await Task.Delay(Outage, TestContext.Current.CancellationToken);
        Assert.Empty((await rig.LookAsync()).Scored);
        model.Restore();
        await rig.FinishAsync("Model missing, then restored");
    }

    /// <summary>
    /// Locks of a dead host must expire soon, but those of a running host must not. So the redelivery waits during a lock are short too.
    /// </summary>
    private static Task<FaultRig> StartAsync(string storage, int lockSeconds) => FaultRig.StartAsync(
        storage, new QueueOptions("reviews") { LockDuration = TimeSpan.FromSeconds(lockSeconds) },
        settings: ("Sentiment__RedeliverySeconds", $"{lockSeconds / 5}"));

    private static async Task<Process> WorkerAsync(FaultRig rig)
    {
        Process? worker = null;
        await rig.UntilAsync(() => (worker = rig.Host.FindWorker()) is not null, "worker");
        return worker!;
    }
}
