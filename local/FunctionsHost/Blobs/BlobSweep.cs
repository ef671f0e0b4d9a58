using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FunctionsHost.Blobs;

/// <summary>
/// Lists a container, page by page, and offers every blob that matches and may be new. Finished versions are skipped by their age; only
/// those recent enough to have been missed by the last listing are remembered one by one. So memory does not grow with the container. Not
/// thread-safe: one listing at a time.
/// </summary>
internal sealed class BlobSweep(BlobContainerClient container, BlobPath path)
{
    // A blob's time is when its upload began (in Azurite), but it is listed when the upload has ended, which may be minutes later. Clock
    // differences between a service's machines are small compared with that.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(15);

    private DateTimeOffset doneBefore = DateTimeOffset.MinValue;
    private HashSet<(string, string)> done = [];

    /// <summary>Creates the container if it is missing.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <param name="offer">Returns whether this version is finished; if not, the next listing offers it again.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async Task RunAsync(Func<BlobVersion, IReadOnlyDictionary<string, string>, ValueTask<bool>> offer,
        CancellationToken cancellationToken)
    {
        var young = DateTimeOffset.MaxValue; // by the service's clock, not ours
        var oldestOpen = DateTimeOffset.MaxValue;
        var done = new HashSet<(string, string)>();
        await foreach (var page in container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata, Prefix = Prefix },
            cancellationToken).AsPages())
        {
            if (young == DateTimeOffset.MaxValue)
                young = (page.GetRawResponse().Headers.Date ?? DateTimeOffset.MinValue + Margin) - Margin;
            foreach (var blob in page.Values.Select(item => BlobVersion.From(container.Name, item)))
            {
                if (blob.LastModified < doneBefore || path.Match(blob.Name) is not { } parameters)
                    continue;
                if (!this.done.Contains((blob.Name, blob.ETag)) && !await offer(blob, parameters))
                    oldestOpen = blob.LastModified < oldestOpen ? blob.LastModified : oldestOpen;
                else if (blob.LastModified >= young)
                    done.Add((blob.Name, blob.ETag));
            }
        }

        // Finished versions between the oldest open one and the margin are offered again; their receipts identify them.
        doneBefore = young < oldestOpen ? young : oldestOpen;
        this.done = done;
    }

    private string? Prefix => path.Blob.IndexOf('{', StringComparison.Ordinal) is > 0 and var end ? path.Blob[..end] : null;
}

/// <summary>A blob as it was when it was listed: overwriting it makes another version, with another ETag.</summary>
internal sealed record BlobVersion(string Container, string Name, string ETag, DateTimeOffset LastModified, BlobItem Item)
{
    public static BlobVersion From(string container, BlobItem item) =>
        new(container, item.Name, item.Properties.ETag?.ToString() ?? "", item.Properties.LastModified ?? DateTimeOffset.MaxValue, item);

    public override string ToString() => $"{Container}/{Name}";
}
