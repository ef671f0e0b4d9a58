using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FunctionsHost.Blobs;

/// <summary>
/// Remembers, in the host's storage account, which versions of which blobs a function has processed, so that they are not repeated.
/// Thread-safe.
/// </summary>
/// <param name="account">The host's storage account.</param>
/// <param name="owner">The function, or one start of the host for it: only receipts of the same owner count.</param>
internal sealed class BlobReceipts(BlobServiceClient account, string owner)
{
    private const int LongestBlobName = 1024;

    private readonly BlobContainerClient container = account.GetBlobContainerClient("azure-webjobs-hosts");

    public Task PrepareAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async Task<bool> ExistsAsync(BlobVersion blob, CancellationToken cancellationToken) =>
        await container.GetBlobClient(Name(blob)).ExistsAsync(cancellationToken);

    public async Task WriteAsync(BlobVersion blob, CancellationToken cancellationToken)
    {
        try
        {
            await container.GetBlobClient(Name(blob)).UploadAsync(BinaryData.Empty, overwrite: true, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await PrepareAsync(cancellationToken);
            await container.GetBlobClient(Name(blob)).UploadAsync(BinaryData.Empty, overwrite: true, cancellationToken);
        }
    }

    private string Name(BlobVersion blob)
    {
        var name = $"blobreceipts/local/{owner}/{blob.ETag.Trim('"')}/{blob.Container}/{blob.Name}";
        return name.Length <= LongestBlobName
            ? name
            : $"blobreceipts/local/{owner}/{blob.ETag.Trim('"')}/" +
                $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(blob.ToString())))}";
    }
}
