using FunctionsHost.Functions;
using FunctionsProtocol;

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
        request.InputData.Add(
            await new BlobInputs(accounts).InputAsync(function, function.Trigger, blob.Container, blob.Name, cancellationToken));
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
}
