using System.Text;

namespace Sentiment.Csv;

/// <summary>What the beginning of a file and its metadata tell: its encoding and layout, or why it is no CSV.</summary>
/// <param name="Layout">How to read the file, or null.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
/// <param name="Encoding">The encoding.</param>
/// <param name="MarkLength">The bytes of its byte order mark; 0 without one.</param>
internal sealed record CsvOpening(CsvDialect? Layout, string? Problem, Encoding Encoding, int MarkLength)
{
    /// <summary>Enough for a header of 10,000 columns and some rows.</summary>
    private const int SampleBytes = 256 * 1024;

    /// <summary>Reads the beginning and goes back to the start.</summary>
    public static async Task<CsvOpening> ReadAsync(
        Stream file, string name, IReadOnlyDictionary<string, string> given, CancellationToken cancellationToken)
    {
        var sample = new byte[SampleBytes];
        var length = await file.ReadAtLeastAsync(sample, sample.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        var head = sample.AsMemory(0, length);
        var (metadata, problem) = CsvMetadata.Read(given);
        if (metadata is null)
            return Refused(problem!);
        if (FileSignature.NotCsv(head.Span) is { } kind)
            return Refused(kind);

        var marked = CsvEncodings.Marked(head.Span);
        if (marked is { Encoding: var mark } && metadata.Encoding is { } named && !IsSame(mark, named))
        {
            return Refused($"The encoding is {named.WebName} by the blob's metadata or content type, but {mark.WebName} "
                + "by its byte order mark. Correct the metadata.");
        }

        var encoding = marked?.Encoding ?? metadata.Encoding ?? await EncodingScan.OfAsync(file, cancellationToken);
        var opening = new CsvOpening(null, null, encoding, marked?.Length ?? 0);
        using var reader = opening.Text(new MemoryStream(sample, 0, length));
        var text = await reader.ReadToEndAsync(cancellationToken);
        if (FileSignature.NotCsv(text) is { } other)
            return Refused(other);
        var (layout, unknown) = CsvLayout.Find(name, text, isWhole: length < sample.Length, metadata);
        return opening with { Layout = layout, Problem = unknown };
    }

    /// <summary>The whole file as text, without its byte order mark.</summary>
    public StreamReader Text(Stream file)
    {
        file.Position = MarkLength;
        return new(file, CsvEncodings.Marking(Encoding), detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
    }

    private static CsvOpening Refused(string problem) => new(null, problem, Encoding.UTF8, 0);

    /// <summary>Names such as utf-16 leave it to the mark which byte comes first.</summary>
    private static bool IsSame(Encoding mark, Encoding named) =>
        mark.CodePage == named.CodePage || mark.WebName.TrimEnd('B', 'E') == named.WebName.TrimEnd('B', 'E');
}
