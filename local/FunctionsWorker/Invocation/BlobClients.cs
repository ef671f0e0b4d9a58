using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Storage.Blobs;
using FunctionsProtocol;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Opens the blobs and containers that the host points at. One client a connection; thread-safe.</summary>
internal sealed class BlobClients(IConfiguration configuration, AzureComponentFactory azure)
{
    private readonly ConcurrentDictionary<string, BlobServiceClient> services = new();

    /// <summary>What the host's reference stands for, as the type that the function asks for.</summary>
    /// <exception cref="NotSupportedException">Another source, or a type that this worker does not hand out.</exception>
    public async Task<object> OpenAsync(ModelBindingData data, Type type, CancellationToken cancellationToken)
    {
        if (data.Source != "AzureStorageBlobs")
            throw new NotSupportedException($"References of the source '{data.Source}' are not supported, only AzureStorageBlobs.");
        var reference = JsonSerializer.Deserialize<BlobReference>(data.Content.Span)!;
        var container = services.GetOrAdd(reference.Connection, Connect).GetBlobContainerClient(reference.ContainerName);
        if (type == typeof(BlobContainerClient))
            return container;
        var blob = container.GetBlobClient(reference.BlobName);
        if (type == typeof(Stream))
            return await blob.OpenReadAsync(cancellationToken: cancellationToken);
        if (type == typeof(string))
            return (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        throw new NotSupportedException($"A blob cannot become a {type}.");
    }

    /// <summary>A connection string, or <c>NAME__blobServiceUri</c> (or <c>serviceUri</c>, <c>accountName</c>) with an identity.</summary>
    private BlobServiceClient Connect(string name)
    {
        if (configuration[name] is { Length: > 0 } connectionString)
            return new(connectionString);
        var section = configuration.GetSection(name);
        var uri = section["blobServiceUri"] ?? section["serviceUri"]
            ?? (section["accountName"] is { } account ? $"https://{account}.blob.core.windows.net" : null)
            ?? throw new InvalidOperationException(
                $"The setting '{name}' is missing: give it a connection string, or '{name}__blobServiceUri' for an identity.");
        return new(new Uri(uri), azure.CreateTokenCredential(section));
    }

    private sealed record BlobReference(string Connection, string ContainerName, string BlobName);
}
