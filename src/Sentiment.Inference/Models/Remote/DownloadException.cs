namespace Sentiment.Inference;

/// <summary>
/// A file could not be downloaded. The message names the address (without its query, which may contain a key) and the reason.
/// </summary>
internal sealed class DownloadException(Uri address, string reason, bool missing = false, Exception? inner = null)
    : Exception($"{address.GetLeftPart(UriPartial.Path)}: {reason}", inner)
{
    /// <summary>Whether the server says that there is no such file, or that it may not be read.</summary>
    public bool Missing { get; } = missing;
}
