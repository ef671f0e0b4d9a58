using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace SentimentFunctions;

/// <summary>The app's own identity, shown to the storage account that keeps the model.</summary>
internal static class ModelIdentity
{
    private static readonly string[] StorageScope = ["https://storage.azure.com/.default"];

    /// <summary>Gives tokens where the deployment gave the app an identity (AZURE_CLIENT_ID); null elsewhere, where a model's address must be public.</summary>
    public static Func<CancellationToken, ValueTask<string?>>? Tokens(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["AZURE_CLIENT_ID"]))
            return null;
        var credential = new DefaultAzureCredential();
        return async cancellationToken => (await credential.GetTokenAsync(new TokenRequestContext(StorageScope), cancellationToken)).Token;
    }
}
