using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace SentimentFunctions;

/// <summary>The app's own identity, shown to the storage account that keeps the model.</summary>
internal static class ModelIdentity
{
    private static readonly string[] StorageScope = ["https://storage.azure.com/.default"];

    private const string StorageVersion = "2021-12-02"; // Azure Storage takes tokens only with a version.

    /// <summary>
    /// Gives the headers that show the identity which the deployment gave the app (AZURE_CLIENT_ID); null elsewhere, where a model's
    /// address must be public.
    /// </summary>
    public static Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? Headers(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["AZURE_CLIENT_ID"]))
            return null;
        var credential = new DefaultAzureCredential();
        return async cancellationToken => new Dictionary<string, string>
        {
            ["Authorization"] =
                $"Bearer {(await credential.GetTokenAsync(new TokenRequestContext(StorageScope), cancellationToken)).Token}",
            ["x-ms-version"] = StorageVersion,
        };
    }
}
