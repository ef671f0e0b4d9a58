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
        var blocks = (await content.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellationToken)).Value;
        var there = blocks.CommittedBlocks.Concat(blocks.UncommittedBlocks).Select(block => block.Name).ToHashSet();
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

    /// <summary>Removes the scored file of an earlier version.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => content.DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Writes the summary.</summary>
    public async Task WriteSummaryAsync(string json, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };
        await summary.UploadAsync(BinaryData.FromString(json), options, cancellationToken);
    }

    /// <summary>The summary, or null.</summary>
    public async Task<string?> ReadSummaryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await summary.DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Whether a version is completely scored: an event may be delivered twice.</summary>
    public async Task<bool> IsScoredAsync(string version, CancellationToken cancellationToken) =>
        await ReadSummaryAsync(cancellationToken) is { } json
        && JsonElement.Parse(json) is var summary
        && summary.GetProperty("version").GetString() == version
        && summary.GetProperty("state").GetString() == CsvSummary.Done;

    /// <summary>All ids of a blob's blocks must have the same length.</summary>
    private static string BlockId(string version, int part) => Convert.ToBase64String(
        Encoding.ASCII.GetBytes(UnpackedFile.Hash(version) + part.ToString("D6", CultureInfo.InvariantCulture)));
}
