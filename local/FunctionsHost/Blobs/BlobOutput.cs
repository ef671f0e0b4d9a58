using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsHost.Functions;
using FunctionsProtocol;

namespace FunctionsHost.Blobs;

/// <summary>The blob output binding: writes the function's output to the path, and overwrites an existing blob. Thread-safe.</summary>
internal sealed class BlobOutput(StorageAccounts accounts) : IOutput
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public async Task SendAsync(Binding binding, TypedData data, OutputContext context)
    {
        var usedBy = $"{context.Function} ({binding.Name})";
        var path = new BlobPath(BlobPath.Fill(binding.Text("blobPath") ?? "", context.BindingData, usedBy), usedBy);
        var container = accounts.Blobs(StorageAccounts.ConnectionName(binding), usedBy).GetBlobContainerClient(path.Container);
        using var late = new CancellationTokenSource(Timeout);
        await UploadAsync(container, path.Blob, Content(data), late.Token);
    }

    private static async Task UploadAsync(BlobContainerClient container, string blob, BinaryData content,
        CancellationToken cancellationToken)
    {
        try
        {
            await container.GetBlobClient(blob).UploadAsync(content, overwrite: true, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await container.GetBlobClient(blob).UploadAsync(content, overwrite: true, cancellationToken);
        }
    }

    private static BinaryData Content(TypedData data) => data.DataCase switch
    {
        TypedData.DataOneofCase.String => BinaryData.FromBytes(Encoding.UTF8.GetBytes(data.String)),
        TypedData.DataOneofCase.Json => BinaryData.FromBytes(Encoding.UTF8.GetBytes(data.Json)),
        TypedData.DataOneofCase.Bytes => BinaryData.FromBytes(data.Bytes.Memory),
        TypedData.DataOneofCase.Stream => BinaryData.FromBytes(data.Stream.Memory),
        _ => throw new OutputException($"a blob cannot be created from {data.DataCase}. Return text, bytes or an object."),
    };
}
