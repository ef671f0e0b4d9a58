using System.Text;

namespace SentimentFunctions.Csv;

/// <summary>What the first bytes of a file tell: its encoding and layout, or why it is no CSV.</summary>
/// <param name="Layout">How to read the file, or null.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
/// <param name="Encoding">The encoding, by its byte order mark; UTF-8 without one.</param>
internal sealed record CsvOpening(CsvDialect? Layout, string? Problem, Encoding Encoding)
{
    /// <summary>Enough for a header of 10,000 columns and some rows.</summary>
    private const int SampleBytes = 256 * 1024;

    /// <summary>Reads the beginning and goes back to the start.</summary>
    public static async Task<CsvOpening> ReadAsync(Stream file, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var sample = new byte[SampleBytes];
        var length = await file.ReadAtLeastAsync(sample, sample.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        var bytes = sample.AsMemory(0, length);
        if (FileSignature.NotCsv(bytes.Span) is { } kind)
            return new(null, kind, Encoding.UTF8);
        var encoding = FileSignature.EncodingOf(bytes.Span);
        using var reader = new StreamReader(new MemoryStream(sample, 0, length), encoding);
        var (layout, problem) = CsvDialect.Find(await reader.ReadToEndAsync(cancellationToken), isWhole: length < sample.Length, metadata);
        return new(layout, problem, encoding);
    }

    /// <summary>The whole file as text, without its byte order mark.</summary>
    public StreamReader Text(Stream file) => new(file, Encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
}
