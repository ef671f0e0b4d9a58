namespace Sentiment.Inference;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Attempts in a row before giving up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The pause after the first failed attempt; each later one is longer by as much.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A connection on which nothing comes for so long is taken for broken.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gives the headers of each request, such as an authorization; null for public files and addresses with a key in them.
    /// </summary>
    public Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? Headers { get; init; }
}
