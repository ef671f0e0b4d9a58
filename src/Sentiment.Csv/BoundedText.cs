namespace Sentiment.Csv;

/// <summary>The beginning of a text. A reader that needs more of it gets an exception.</summary>
/// <param name="text">The text; it stays open.</param>
/// <param name="mostCharacters">The most characters that are enough; a few more may be read.</param>
/// <param name="tooMany">The exception.</param>
internal sealed class BoundedText(TextReader text, long mostCharacters, CsvUnreadableException tooMany) : TextReader
{
    private long left = mostCharacters;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        if (left < 0)
            throw tooMany;
        var read = await text.ReadAsync(buffer, cancellationToken);
        left -= read;
        return read;
    }
}
