using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Sentiment.Csv;

namespace SentimentFunctions.Csv;

/// <summary>
/// The outputs of one file: the scored file, which appears only when it is complete, and the summary. Every part is one block, whose id is
/// made from the version and the part's number, so that staging it twice is harmless.
/// </summary>
/// <param name="container">The container of the outputs.</param>
/// <param name="name">The file.</param>
internal sealed class ScoredFile(BlobContainerClient container, string name)
{
    /// <summary>The end of the summary's name.</summary>
    public const string SummarySuffix = ".summary.json";

    /// <summary>The name of the file.</summary>
    public string Name => name;

    /// <summary>The suffixes of the outputs that have one.</summary>
    public static readonly string[] OutputSuffixes = [SummarySuffix, FileProgress.Suffix, UnpackedFile.Suffix];

    private readonly BlockBlobClient content = container.GetBlockBlobClient(GzipFile.OutputName(name));
    private readonly BlobClient summary = container.GetBlobClient(name + SummarySuffix);

    /// <summary>Whether the outputs of another file may have this name.</summary>
    public static bool IsOutputName(string name) =>
        GzipFile.IsOutputName(name)
        || OutputSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Stages the rows of one part.</summary>
    public async Task StageAsync(string version, int part, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        using var block = BinaryData.FromBytes(rows).ToStream();
        await content.StageBlockAsync(BlockId(version, part), block, cancellationToken: cancellationToken);
    }

    /// <summary>The parts whose blocks are missing: discarded by the commit of another version, or older than a week.</summary>
    public async Task<IReadOnlyList<int>> MissingAsync(string version, int parts, CancellationToken cancellationToken)
    {
        var there = await BlocksAsync(cancellationToken);
        return [.. Enumerable.Range(0, parts).Where(part => !there.Contains(BlockId(version, part)))];
    }

    /// <summary>Publishes the scored file, or replaces the existing one.</summary>
    public async Task CommitAsync(CsvPlan plan, CancellationToken cancellationToken)
    {
        var contentType = plan.Dialect.IsJsonLines ? "application/jsonl" : "text/csv; charset=utf-8";
        var options = new CommitBlockListOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } };
        await content.CommitBlockListAsync(
            Enumerable.Range(0, plan.Parts.Count).Select(part => BlockId(plan.Version, part)), options, cancellationToken);
    }

    /// <summary>Removes the scored file of one version; that of another version stays.</summary>
    public async Task DeleteAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            var (first, blocks) = (BlockId(version, 0),
                await content.GetBlockListAsync(BlockListTypes.Committed, cancellationToken: cancellationToken));
            if (blocks.Value.CommittedBlocks.Any(block => block.Name == first))
                await DeleteAsync(blocks.GetRawResponse().Headers.ETag, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // There is none.
        }
    }

    /// <summary>Removes the scored file that was seen; one that has replaced it stays.</summary>
    /// <param name="seen">Its ETag; null if there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task DeleteAsync(ETag? seen, CancellationToken cancellationToken)
    {
        try
        {
            if (seen is not null)
                await content.DeleteIfExistsAsync(conditions: new() { IfMatch = seen }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            // It was replaced.
        }
    }

    /// <summary>The ETag of the scored file; null if there is none.</summary>
    public async Task<ETag?> ETagAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await content.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Writes the summary if it is still the one that was read.</summary>
    /// <param name="json">The summary.</param>
    /// <param name="read">The one that was read; null if there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was written; if not, another function has written one since then.</returns>
    public async Task<bool> TryWriteSummaryAsync(string json, FileSummary? read, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Conditions = read is null ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = read.ETag },
        };
        try
        {
            await summary.UploadAsync(BinaryData.FromString(json), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (
            changed.ErrorCode == BlobErrorCode.ConditionNotMet || changed.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>The summary, or null.</summary>
    public async Task<FileSummary?> ReadSummaryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = (await summary.DownloadContentAsync(cancellationToken)).Value;
            return new FileSummary(JsonElement.Parse(found.Content.ToString()), found.Details.ETag);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Whether nothing is left to do for a version, because it is scored or cancelled: an event may be delivered twice.</summary>
    public async Task<bool> HasEndedAsync(string version, CancellationToken cancellationToken) =>
        await ReadSummaryAsync(cancellationToken) is { State: CsvSummary.Done or CsvSummary.Cancelled } found && found.Version == version;

    /// <summary>The ids of all blocks, committed or not. A blob that was never committed ceases to exist with its last block.</summary>
    private async Task<HashSet<string>> BlocksAsync(CancellationToken cancellationToken)
    {
        try
        {
            var blocks = (await content.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellationToken)).Value;
            return [.. blocks.CommittedBlocks.Concat(blocks.UncommittedBlocks).Select(block => block.Name)];
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
    }

    /// <summary>All ids of a blob's blocks must have the same length.</summary>
    private static string BlockId(string version, int part) => Convert.ToBase64String(
        Encoding.ASCII.GetBytes(UnpackedFile.Hash(version) + part.ToString("D6", CultureInfo.InvariantCulture)));
}
