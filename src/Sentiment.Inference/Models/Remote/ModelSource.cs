namespace Sentiment.Inference;

/// <summary>Loads the model that the options name: the embedded one, a directory, or an https address.</summary>
internal static class ModelSource
{
    public static async Task<SentimentModel> LoadAsync(InferenceOptions options, CancellationToken cancellationToken = default)
    {
        var directory = options.Model ?? SentimentModel.EmbeddedDirectory;
        string? name = null;
        if (InferenceOptions.IsAddress(directory, out var address))
        {
            directory = await DownloadAsync(address, options, cancellationToken).ConfigureAwait(false);
            name = new ModelAddress(address).Name;
        }

        // A load takes long, and must not block the caller, whose thread may be that of a window.
        return await Task.Run(() => SentimentModel.Load(directory, options, name), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> DownloadAsync(Uri address, InferenceOptions options, CancellationToken cancellationToken)
    {
        using var http = RemoteFile.CreateClient();
        var remote = new RemoteFile(http, new DownloadOptions { Headers = options.ModelHeaders });
        var cache = new DownloadCache(options.ModelCache ?? UserCache.Location, remote);
        return await cache.GetAsync(address, cancellationToken).ConfigureAwait(false);
    }
}
