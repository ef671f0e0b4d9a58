using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using FunctionsHost.Functions;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.Blobs;

/// <summary>
/// Gives a function the blobs that its parameters name: their content, or a reference for a worker that opens them itself.
/// </summary>
internal sealed class BlobInputs(StorageAccounts accounts)
{
    /// <summary>Adds the inputs of a function, whatever its trigger, to its invocation.</summary>
    /// <param name="function">The function.</param>
    /// <param name="request">Gets the inputs.</param>
    /// <param name="bindingData">The values of the expressions in their paths.</param>
    /// <param name="cancellationToken">Cancels the downloads.</param>
    public async Task AddAsync(
        Function function, InvocationRequest request, IReadOnlyDictionary<string, string> bindingData, CancellationToken cancellationToken)
    {
        foreach (var input in function.Inputs.Where(input => input.Is("blob")))
        {
            var usedBy = $"{function} ({input.Name})";
            var path = new BlobPath(BlobPath.Fill(input.Text("blobPath") ?? "", bindingData, usedBy), usedBy);
            request.InputData.Add(await InputAsync(function, input, path.Container, path.Blob, cancellationToken));
        }
    }

    /// <summary>One blob as a parameter.</summary>
    public async Task<ParameterBinding> InputAsync(
        Function function, Binding binding, string container, string blob, CancellationToken cancellationToken)
    {
        var connection = StorageAccounts.ConnectionName(binding);
        return new ParameterBinding
        {
            Name = binding.Name,
            Data = binding.IsDeferred
                ? Reference(connection, container, blob)
                : await ContentAsync(accounts.Blobs(connection, $"Function {function} ({binding.Name})").GetBlobContainerClient(container)
                    .GetBlobClient(blob), binding, cancellationToken),
        };
    }

    /// <summary>The reference that a worker gets instead of the content if it opens blobs itself.</summary>
    internal static TypedData Reference(string connection, string container, string blob) => new()
    {
        ModelBindingData = new ModelBindingData
        {
            Version = "1.0",
            Source = "AzureStorageBlobs",
            ContentType = "application/json",
            Content = ByteString.CopyFromUtf8(
                JsonSerializer.Serialize(new { Connection = connection, ContainerName = container, BlobName = blob }, BindingData.Json)),
        },
    };

    // A missing blob is null in the function, as with the Functions host.
    private static async Task<TypedData> ContentAsync(BlobClient blob, Binding binding, CancellationToken cancellationToken)
    {
        try
        {
            var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content;
            return binding.IsBinary
                ? new TypedData { Bytes = UnsafeByteOperations.UnsafeWrap(content.ToMemory()) }
                : BindingData.Text(content.ToString());
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && !binding.IsTrigger)
        {
            return new TypedData();
        }
    }
}
