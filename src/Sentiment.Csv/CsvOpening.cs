using System.Text;

namespace Sentiment.Csv;

/// <summary>What the beginning of a file and its metadata say: its encoding and layout, or why it is not CSV.</summary>
/// <param name="Layout">How to read the file, or null.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
/// <param name="Encoding">The encoding.</param>
/// <param name="MarkLength">The bytes of its byte order mark; 0 without one.</param>
internal sealed record CsvOpening(CsvDialect? Layout, string? Problem, Encoding Encoding, int MarkLength)
{
    /// <summary>Enough for a header of 10,000 columns and some rows.</summary>
    public const int SampleBytes = 256 * 1024;

    /// <summary>Whether the encoding is a guess from the beginning, which the rest of the file may refute.</summary>
    public bool IsEncodingGuessed { get; private init; }

    /// <summary>Reads the beginning.</summary>
    /// <param name="head">The first bytes of the file, <see cref="SampleBytes"/> of them unless it is shorter.</param>
    /// <param name="name">Its name.</param>
    /// <param name="given">Its metadata.</param>
    /// <param name="textField">The member that holds the text of JSON Lines where the metadata name none; null for none.</param>
    /// <param name="scanned">The encoding that a scan of the whole file found; null when there was none.</param>
    public static CsvOpening Read(
        ReadOnlyMemory<byte> head, string name, IReadOnlyDictionary<string, string> given, string? textField, Encoding? scanned = null)
    {
        name = GzipFile.InnerName(name);
        var (metadata, problem) = CsvMetadata.Read(given);
        if (metadata is null)
            return Refused(problem!);
        if (FileSignature.NotCsv(head.Span) is { } kind)
            return Refused(kind);

        var marked = CsvEncodings.Marked(head.Span);
        if (marked is { Encoding: var mark } && metadata.Encoding is { } named && !IsSame(mark, named))
        {
            return Refused($"The encoding is {named.WebName} by the metadata or content type, but {mark.WebName} "
                + "by its byte order mark. Correct the metadata.");
        }

        var told = marked?.Encoding ?? metadata.Encoding;
        var encoding = told ?? scanned ?? Guessed(head.Span);
        var markLength = marked?.Length ?? 0;
        var text = CsvEncodings.Marking(encoding).GetString(head.Span[markLength..]);
        var isWhole = head.Length < SampleBytes;
        if (!JsonLines.IsName(name) && FileSignature.NotCsv(text) is { } other)
            return Refused(other);
        var (layout, unknown) = JsonLines.IsName(name)
            ? JsonLines.Find(text, isWhole, metadata, textField)
            : CsvLayout.Find(name, text, isWhole, metadata);
        if (layout is { IsJsonLines: true })
            layout = layout with { ScoreMember = JsonLines.ScoreMember(text, isWhole) };
        return new(layout, unknown, encoding, markLength) { IsEncodingGuessed = told is null && scanned is null };
    }

    private static Encoding Guessed(ReadOnlySpan<byte> head)
    {
        var scan = new EncodingScan();
        scan.Add(head);
        return scan.Encoding;
    }

    private static CsvOpening Refused(string problem) => new(null, problem, Encoding.UTF8, 0);

    /// <summary>Names such as utf-16 leave the byte order to the mark.</summary>
    private static bool IsSame(Encoding mark, Encoding named) =>
        mark.CodePage == named.CodePage || mark.WebName.TrimEnd('B', 'E') == named.WebName.TrimEnd('B', 'E');
}
