namespace Sentiment.Inference;

/// <summary>Loads the model that the options name: the embedded one, a directory, or an https address.</summary>
internal static class ModelSource
{
    public static async Task<SentimentModel> LoadAsync(InferenceOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Model is null) return SentimentModel.Load(SentimentModel.EmbeddedDirectory, options);
        if (!InferenceOptions.IsAddress(options.Model, out var address)) return SentimentModel.Load(options.Model, options);

        // A limit for redirects, and a timeout for a server that does not answer.
        using var handler = new SocketsHttpHandler { MaxAutomaticRedirections = 10, ConnectTimeout = TimeSpan.FromSeconds(15) };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var cache = new DownloadCache(options.EffectiveModelCache,
            new RemoteFile(http, new DownloadOptions { Headers = options.ModelHeaders }));
        var directory = await cache.GetAsync(address, cancellationToken).ConfigureAwait(false);
        return SentimentModel.Load(directory, options, new ModelAddress(address).Name);
    }
}
