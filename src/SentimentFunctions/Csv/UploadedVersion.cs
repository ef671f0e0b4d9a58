using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Sentiment.Csv;

namespace SentimentFunctions.Csv;

/// <summary>One version of an uploaded file: what it is read as, and whether the file still has it.</summary>
/// <param name="blob">The file.</param>
/// <param name="properties">Its properties in this version.</param>
internal sealed class UploadedVersion(BlobClient blob, BlobProperties properties)
{
    /// <summary>Its name in plans and summaries: the ETag.</summary>
    public string Id { get; } = properties.ETag.ToString("G");

    private BlobProperties Properties { get; } = properties;

    /// <summary>The version that the file has now; null if it was deleted.</summary>
    public static async Task<UploadedVersion?> FindAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return new(blob, (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Whether the file has still this version.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken) =>
        (await FindAsync(blob, cancellationToken))?.Properties.ETag == Properties.ETag;

    /// <summary>
    /// Whether this version may have come from another without an event: an append blob has grown, or properties of the same content were
    /// set. Setting properties may remove the hash, and a large file may have none. A wrong yes only plans a version twice.
    /// </summary>
    public bool MayFollowWithoutEvent(UploadedVersion earlier)
    {
        var (now, read) = (Properties, earlier.Properties);
        return now.BlobType == BlobType.Append
            || (now.ContentLength == read.ContentLength
                && (now.ContentHash is null || read.ContentHash is null || now.ContentHash.AsSpan().SequenceEqual(read.ContentHash)));
    }

    /// <summary>Plans the file, or says why it cannot be read. A compressed file is unpacked first.</summary>
    public async Task<(CsvPlan?, string?)> PlanAsync(
        string name, CsvPlanner planner, UnpackedFile unpacked, CancellationToken cancellationToken)
    {
        var metadata = BlobMetadata.Of(Properties);
        var conditions = new BlobRequestConditions { IfMatch = Properties.ETag };
        var reading = new BlobOpenReadOptions(allowModifications: false) { Conditions = conditions, BufferSize = 8 << 20 };
        await using var file = await blob.OpenReadAsync(reading, cancellationToken);
        if (!await GzipFile.IsPackedAsync(file, cancellationToken))
            return await planner.PlanAsync(file, name, metadata, Id, cancellationToken);
        try
        {
            await unpacked.WriteAsync(file, cancellationToken);
            await using var plain = await unpacked.Blob.OpenReadAsync(
                new(allowModifications: true) { BufferSize = 8 << 20 }, cancellationToken);
            var (plan, problem) = await planner.PlanAsync(plain, name, metadata, Id, cancellationToken);
            return (plan is null ? null : plan with { IsPacked = true, UnpackedId = unpacked.Id }, problem);
        }
        catch (CsvUnreadableException unreadable)
        {
            return (null, unreadable.Message);
        }
    }
}
