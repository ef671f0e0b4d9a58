namespace Sentiment.Csv;

/// <summary>Copies a stream that may be far larger than it looks, or never end.</summary>
internal static class BoundedCopy
{
    /// <summary>Copies the rest of a stream.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="copy">Receives the bytes.</param>
    /// <param name="mostBytes">The most bytes that it may have.</param>
    /// <param name="tooMany">What is wrong if there are more, and what to do.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CsvUnreadableException">There are more bytes.</exception>
    public static async Task RunAsync(Stream source, Stream copy, long mostBytes, string tooMany, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 17];
        for (var bytes = 0L; await source.ReadAsync(buffer, cancellationToken) is > 0 and var read; bytes += read)
        {
            if (bytes + read > mostBytes)
                throw new CsvUnreadableException(tooMany);
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
