using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using FunctionsHost.Functions;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.Blobs;

/// <summary>Turns a blob into the invocation request that the Functions host sends for it: content or reference, and metadata.</summary>
internal sealed class BlobInvocation(Function function, StorageAccounts accounts)
{
    public async Task<InvocationRequest> BuildAsync(BlobVersion blob, IReadOnlyDictionary<string, string> parameters,
        CancellationToken cancellationToken)
    {
        var account = accounts.Blobs(StorageAccounts.ConnectionName(function.Trigger), $"Function {function}");
        var client = account.GetBlobContainerClient(blob.Container).GetBlobClient(blob.Name);
        var request = new InvocationRequest { TraceContext = new RpcTraceContext() };
        foreach (var (name, data) in Metadata(blob, client.Uri, parameters))
            request.TriggerMetadata[name] = data;
        request.InputData.Add(await InputAsync(function.Trigger, blob.Container, blob.Name, cancellationToken));
        foreach (var input in function.Inputs.Where(input => input.Is("blob")))
        {
            var path = new BlobPath(BlobPath.Fill(input.Text("blobPath") ?? "", parameters, $"{function} ({input.Name})"),
                $"{function} ({input.Name})");
            request.InputData.Add(await InputAsync(input, path.Container, path.Blob, cancellationToken));
        }

        return request;
    }

    internal static IEnumerable<KeyValuePair<string, TypedData>> Metadata(BlobVersion blob, Uri uri,
        IReadOnlyDictionary<string, string> parameters)
    {
        var properties = blob.Item.Properties;
        yield return new("BlobTrigger", BindingData.Text(blob.ToString()));
        yield return new("Uri", BindingData.JsonOf(uri.AbsoluteUri));
        yield return new("Properties", BindingData.JsonOf(new
        {
            LastModified = properties.LastModified,
            properties.ContentLength,
            properties.ContentType,
            properties.ContentEncoding,
            ETag = blob.ETag,
        }));
        yield return new("Metadata", BindingData.JsonOf(blob.Item.Metadata ?? new Dictionary<string, string>()));
        foreach (var (name, value) in parameters)
            yield return new(name, BindingData.Text(value));
    }

    /// <summary>What a worker that opens blobs by itself gets instead of the content.</summary>
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

    private async Task<ParameterBinding> InputAsync(Binding binding, string container, string blob, CancellationToken cancellationToken)
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

    // A blob that is not there is null to the function, as with the Functions host.
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
