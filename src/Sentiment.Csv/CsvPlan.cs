namespace Sentiment.Csv;

/// <summary>A part of a file that is scored separately. It has whole rows only.</summary>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Rows">How many rows it has, the header not counted.</param>
internal sealed record CsvPart(long Offset, long Length, int Line, long Rows);

/// <summary>How one version of a file is read and cut into parts. It is the first line of the file's progress.</summary>
/// <param name="Version">The blob's ETag.</param>
/// <param name="Encoding">The name of the file's encoding.</param>
/// <param name="HasMark">Whether the file has a byte order mark.</param>
/// <param name="Dialect">The file's dialect.</param>
/// <param name="Parts">The parts, in the order of the file; at least one.</param>
/// <param name="Planned">When the file was planned.</param>
internal sealed record CsvPlan(
    string Version, string Encoding, bool HasMark, CsvDialect Dialect, IReadOnlyList<CsvPart> Parts, DateTimeOffset Planned)
{
    /// <summary>Whether the file is compressed; the parts are then those of its unpacked content.</summary>
    public bool IsPacked { get; init; }

    /// <summary>The copy of the unpacked content from which the parts are read; null if the file is not compressed.</summary>
    public string? UnpackedId { get; init; }

    /// <summary>Whether one of two models decides each row; the output then names that model.</summary>
    public bool NamesModel { get; init; }

    /// <summary>All rows of the file.</summary>
    public long Rows => Parts.Sum(part => part.Rows);

    /// <summary>The text of one part.</summary>
    public StreamReader Text(Stream part) =>
        new(part, CsvEncodings.Marking(CsvEncodings.Named(Encoding)!), detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
}
