using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace SentimentFunctions.Csv;

/// <summary>The blobs that one input file leads to.</summary>
internal sealed class ScoredFile(BlobContainerClient container, string input)
{
    private readonly string stem = input.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? input[..^4] : input;

    /// <summary>The scored file's name, the input's own.</summary>
    public string Name => input;

    /// <summary>The scored file.</summary>
    public BlockBlobUpload Content { get; } = new(container.GetBlockBlobClient(input), "text/csv; charset=utf-8");

    /// <summary>Removes what an earlier version of a file led to that is now refused.</summary>
    public Task DeleteContentAsync(CancellationToken cancellationToken) =>
        container.DeleteBlobIfExistsAsync(input, cancellationToken: cancellationToken);

    /// <summary>Shows how far a long file has come.</summary>
    public Task WriteProgressAsync(string json, CancellationToken cancellationToken) => WriteAsync("progress", json, cancellationToken);

    /// <summary>Writes the summary, which takes the place of the progress.</summary>
    public async Task WriteSummaryAsync(string json, CancellationToken cancellationToken)
    {
        await WriteAsync("summary", json, cancellationToken);
        await container.DeleteBlobIfExistsAsync(BlobName("progress"), cancellationToken: cancellationToken);
    }

    private async Task WriteAsync(string kind, string json, CancellationToken cancellationToken)
    {
        var headers = new BlobHttpHeaders { ContentType = "application/json" };
        await container.GetBlobClient(BlobName(kind)).UploadAsync(
            BinaryData.FromString(json), new BlobUploadOptions { HttpHeaders = headers }, cancellationToken);
    }

    private string BlobName(string kind) => $"{stem}.{kind}.json";
}
