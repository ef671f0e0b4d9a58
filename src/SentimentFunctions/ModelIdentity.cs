using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace SentimentFunctions;

/// <summary>The app's identity, for the storage account that has the model.</summary>
internal static class ModelIdentity
{
    private static readonly string[] StorageScope = ["https://storage.azure.com/.default"];

    private static readonly string[] Clouds = ["windows.net", "chinacloudapi.cn", "usgovcloudapi.net"];

    private static readonly Dictionary<string, string> None = [];

    private const string StorageVersion = "2021-12-02"; // Azure Storage accepts tokens only together with a version.

    /// <summary>
    /// Returns a function that gives the headers with a token of the app's identity (AZURE_CLIENT_ID), for blob storage only, so that no
    /// other host sees the token. Null without that setting; the model's address must then be public.
    /// </summary>
    public static Func<Uri, CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? Headers(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["AZURE_CLIENT_ID"]))
            return null;
        var credential = new DefaultAzureCredential();
        return async (address, cancellationToken) => !IsBlobStorage(address) ? None : new Dictionary<string, string>
        {
            ["Authorization"] =
                $"Bearer {(await credential.GetTokenAsync(new TokenRequestContext(StorageScope), cancellationToken)).Token}",
            ["x-ms-version"] = StorageVersion,
        };
    }

    /// <summary>Whether an address is in Azure Blob Storage, in any of its clouds.</summary>
    internal static bool IsBlobStorage(Uri address) =>
        Clouds.Any(cloud => address.Host.EndsWith($".blob.core.{cloud}", StringComparison.OrdinalIgnoreCase));
}
