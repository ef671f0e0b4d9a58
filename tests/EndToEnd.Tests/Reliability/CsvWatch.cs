using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace EndToEnd.Tests.Reliability;

/// <summary>
/// Polls one output file while it is written: how much of it is visible, and how much memory the worker uses.
/// </summary>
internal sealed class CsvWatch(RunningHost host, string name)
{
    private const int LooksForMemory = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly BlockBlobClient output = host.Scored.GetBlockBlobClient(name);
    private readonly BlobClient summary = host.Scored.GetBlobClient(name + ".summary.json");
    private readonly HashSet<long> seenLengths = [];

    /// <summary>The host whose worker is measured.</summary>
    public RunningHost Host { get; set; } = host;

    /// <summary>The most resident memory of a worker, in bytes.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>How often the output was polled.</summary>
    public int Looks { get; private set; }

    /// <summary>Whether the progress blob ever existed.</summary>
    public bool SawProgress { get; private set; }

    /// <summary>Uploads the input.</summary>
    public async Task DropAsync(string path, CancellationToken cancellationToken)
    {
        await Host.Reviews.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await Host.Scored.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await Host.Reviews.GetBlobClient(name).UploadAsync(path, overwrite: true, cancellationToken);
    }

    /// <summary>Uploads the input, and holds one of its parts.</summary>
    public async Task<HeldPart> DropHeldAsync(string path, Queues queues, CancellationToken cancellationToken)
    {
        var taking = HeldPart.TakeAsync(queues, name, cancellationToken); // Before the workers can have taken all of them.
        await DropAsync(path, cancellationToken);
        return await taking;
    }

    /// <summary>Waits until this many blocks of the output are stored but not committed, so that scoring is in progress.</summary>
    public Task UntilStagedAsync(int blocks, CancellationToken cancellationToken) => Eventually.UntilAsync(
        async () =>
        {
            Assert.False(await LookAsync(cancellationToken), $"{name} was finished before {blocks} of its blocks were seen.");
            return await StagedAsync(cancellationToken) >= blocks;
        },
        $"block of {name}",
        Patience);

    /// <summary>Checks after a fault that it did not come too late: the file has no summary yet.</summary>
    public async Task AssertUnfinishedAsync(CancellationToken cancellationToken) =>
        Assert.False((await summary.ExistsAsync(cancellationToken)).Value, $"{name} was finished before the fault.");

    /// <summary>Waits for the summary, and checks that the output was complete whenever it was visible.</summary>
    /// <returns>The output's hash and the summary.</returns>
    public async Task<(string Hash, JsonElement Summary)> FinishAsync(CancellationToken cancellationToken)
    {
        await Eventually.UntilAsync(
            () => LookAsync(cancellationToken),
            $"summary of {name}",
            Patience);
        var length = (await output.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
        Assert.All(seenLengths, seen => Assert.Equal(length, seen));
        await using var content = await output.OpenReadAsync(cancellationToken: cancellationToken);
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(content, cancellationToken));
        return (hash, JsonDocument.Parse((await summary.DownloadContentAsync(cancellationToken)).Value.Content).RootElement);
    }

    /// <returns>Whether there is a summary.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var blobs = new Dictionary<string, long>();
        await foreach (var blob in Host.Scored.GetBlobsAsync(new GetBlobsOptions { Prefix = name }, cancellationToken))
            blobs[blob.Name] = blob.Properties.ContentLength!.Value;
        if (blobs.TryGetValue(name, out var length)) seenLengths.Add(length);
        SawProgress |= blobs.ContainsKey(name + ".progress.jsonl");
        // A process keeps its peak, so it need not be asked every time.
        if (Looks++ % LooksForMemory == 0)
        {
            using var worker = Host.FindWorker();
            PeakBytes = Math.Max(PeakBytes, worker is null ? 0 : Peak(worker));
        }

        return blobs.ContainsKey(summary.Name);
    }

    private static long Peak(Process worker)
    {
        try
        {
            return worker.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // It has ended meanwhile.
        }
    }

    private async Task<int> StagedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await output.GetBlockListAsync(BlockListTypes.Uncommitted,
                cancellationToken: cancellationToken)).Value.UncommittedBlocks.Count();
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return 0;
        }
    }
}
