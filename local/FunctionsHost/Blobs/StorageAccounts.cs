using System.Collections.Concurrent;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FunctionsHost.Functions;
using FunctionsHost.Settings;

namespace FunctionsHost.Blobs;

/// <summary>
/// Clients for the storage accounts that connection settings name: a connection string, or an identity with
/// <c>NAME__blobServiceUri</c> (and <c>NAME__queueServiceUri</c>) or <c>NAME__accountName</c>. Thread-safe.
/// </summary>
internal sealed class StorageAccounts(AppSettings settings)
{
    private readonly ConcurrentDictionary<string, BlobServiceClient> blobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, QueueServiceClient> queues = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The connection for the host's own data, such as receipts.</summary>
    public const string HostConnection = "AzureWebJobsStorage";

    /// <exception cref="HostException">The setting is missing or is not a storage connection.</exception>
    public BlobServiceClient Blobs(string connection, string usedBy) => blobs.GetOrAdd(connection, name => Client(
        name, usedBy, "blob", text => new BlobServiceClient(text), (uri, identity) => new BlobServiceClient(uri, identity)));

    /// <exception cref="HostException">The setting is missing or is not a storage connection.</exception>
    public QueueServiceClient Queues(string connection, string usedBy) => queues.GetOrAdd(connection, name => Client(
        name, usedBy, "queue", text => new QueueServiceClient(text, Base64),
        (uri, identity) => new QueueServiceClient(uri, identity, Base64)));

    /// <summary>A binding's connection; the host's own if it names none.</summary>
    public static string ConnectionName(Binding binding) => binding.Text("connection") is { Length: > 0 } name ? name : HostConnection;

    // The encoding of the Functions host's own queue messages.
    private static QueueClientOptions Base64 => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    private T Client<T>(string name, string usedBy, string service, Func<string, T> fromText, Func<Uri, TokenCredential, T> fromIdentity)
    {
        try
        {
            if (Find(name) is { } text)
                return fromText(text);
            foreach (var setting in new[] { $"{name}__{service}ServiceUri", $"{name}__serviceUri" })
            {
                if (Find(setting) is { } uri)
                    return fromIdentity(Address(setting, uri, usedBy), ConnectionSetting.Credential(settings, name));
            }

            return Find($"{name}__accountName") is { } account
                ? fromIdentity(new Uri($"https://{account}.{service}.core.windows.net"), ConnectionSetting.Credential(settings, name))
                : throw settings.Missing(Find($"{name}__blobServiceUri") is null ? name : $"{name}__{service}ServiceUri", usedBy);
        }
        catch (FormatException exception)
        {
            throw new HostException(
                $"The setting '{name}' is not a storage connection string ({exception.Message}). {usedBy} needs it. Locally, " +
                "use UseDevelopmentStorage=true.", exception);
        }
    }

    private static Uri Address(string setting, string value, string usedBy) => Uri.TryCreate(value, UriKind.Absolute, out var address)
        ? address
        : throw new HostException(
            $"The setting '{setting}' is not an address: '{value}'. {usedBy} needs one like https://ACCOUNT.blob.core.windows.net.");

    private string? Find(string name) => ConnectionSetting.Find(settings, name);
}
