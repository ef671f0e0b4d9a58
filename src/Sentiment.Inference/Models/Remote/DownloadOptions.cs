namespace Sentiment.Inference;

/// <summary>Retries and timeouts of a download.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Attempts in a row that bring no new bytes before giving up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The pause after the first failed attempt; each later pause is longer by the same amount.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A connection without data for this long counts as broken.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Returns the headers of each request, such as an authorization; null for public files and for addresses that contain a key.
    /// </summary>
    public Func<Uri, CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? Headers { get; init; }
}
