using Azure.Storage.Blobs.Models;

namespace FunctionsHost.Blobs;

/// <summary>A blob as it was when it was listed: overwriting it makes another version, with another ETag.</summary>
internal sealed record BlobVersion(string Container, string Name, string ETag, DateTimeOffset LastModified, BlobItem Item)
{
    public static BlobVersion From(string container, BlobItem item) =>
        new(container, item.Name, item.Properties.ETag?.ToString() ?? "", item.Properties.LastModified ?? DateTimeOffset.MaxValue, item);

    public override string ToString() => $"{Container}/{Name}";
}
