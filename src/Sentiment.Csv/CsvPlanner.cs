using System.Text;

namespace Sentiment.Csv;

/// <summary>
/// Reads a file once, without scoring, to find its layout, its encoding and where rows begin. A file that cannot be read to its end is
/// refused here, before anything is scored. Memory does not grow with the file.
/// </summary>
/// <param name="partBytes">A part that has as many bytes is closed.</param>
/// <param name="partRows">A part that has as many rows is closed.</param>
/// <param name="textField">The member that holds the text of JSON Lines where the metadata name none; null for none.</param>
internal sealed class CsvPlanner(long partBytes, long partRows, string? textField = null)
{
    /// <summary>
    /// The most parts of a file. The progress has room for 50,000 lines: a part has one for each time that it is scored or fails.
    /// </summary>
    public const int MaxParts = 15_000;

    /// <summary>A file that must be decoded to find its rows is one part, which may be as large as so many others.</summary>
    private const int UncutParts = 4;

    /// <summary>Such a part is held in memory.</summary>
    private const int MaxUncutBytes = 64 << 20;

    /// <summary>
    /// The most bytes by which one row, with the blank lines around it, may make its part longer. A part is held in memory; a field has a
    /// limit of its own, but a row may have any number of fields.
    /// </summary>
    private const int MaxRowBytes = 64 << 20;

    private const int BufferBytes = 1 << 20;

    /// <summary>The most bytes of a file that cannot be cut: its only part must be scored within the lock of its message.</summary>
    private long MostUncutBytes => Math.Min(MaxUncutBytes, Math.Min(partBytes, MaxUncutBytes) * UncutParts);

    /// <summary>Makes the plan, or says what is wrong and what to do.</summary>
    /// <param name="file">The file; it can seek.</param>
    /// <param name="name">Its name.</param>
    /// <param name="metadata">What the uploader says about it.</param>
    /// <param name="version">Its version.</param>
    /// <param name="cancellationToken">Cancels the planning.</param>
    public async Task<(CsvPlan? Plan, string? Problem)> PlanAsync(
        Stream file, string name, IReadOnlyDictionary<string, string> metadata, string version, CancellationToken cancellationToken)
    {
        var planned = DateTimeOffset.UtcNow;
        var buffer = new byte[BufferBytes];
        var head = buffer.AsMemory(0, await file.ReadAtLeastAsync(
            buffer.AsMemory(0, CsvOpening.SampleBytes), CsvOpening.SampleBytes, throwOnEndOfStream: false, cancellationToken)).ToArray();
        var opening = CsvOpening.Read(head, name, metadata, textField);
        while (opening.Layout is not null)
        {
            try
            {
                var (parts, encoding) = await PartsAsync(file, opening, buffer, cancellationToken);
                if (encoding is null || encoding.CodePage == opening.Encoding.CodePage)
                    return parts is null ? (null, TooLarge(opening)) : (Plan(opening, parts), null);
                // The rest of the file refutes the guess from its beginning.
                opening = CsvOpening.Read(head, name, metadata, textField, encoding);
            }
            catch (CsvUnreadableException unreadable)
            {
                return (null, unreadable.Message);
            }
        }

        return (null, opening.Problem);

        CsvPlan Plan(CsvOpening opening, IReadOnlyList<CsvPart> parts) =>
            new(version, opening.Encoding.WebName, opening.MarkLength > 0, opening.Layout!, parts, planned);
    }

    private string TooLarge(CsvOpening opening)
    {
        var remedy = RowScanner.CanScan(opening.Encoding, opening.Layout! with { Delimiter = ',', Quote = '"' })
            ? "Save it with commas, semicolons or tabs between the fields and double quotes around them, or split it."
            : "Save it as UTF-8, or split it.";
        return $"The file is larger than {MostUncutBytes} bytes, and a file in {opening.Encoding.WebName} with this delimiter and quote "
            + $"cannot be cut into parts. {remedy}";
    }

    /// <summary>The parts, or null if the file is too large for one part; and the encoding by all bytes, if it was a guess.</summary>
    private async Task<(IReadOnlyList<CsvPart>? Parts, Encoding? Encoding)> PartsAsync(
        Stream file, CsvOpening opening, byte[] buffer, CancellationToken cancellationToken)
    {
        if (!RowScanner.CanScan(opening.Encoding, opening.Layout!))
            return (file.Length > MostUncutBytes ? null : [await UncutAsync(file, opening, cancellationToken)], null);
        // Larger parts for files that would have too many; a row has at least two bytes.
        var (mostBytes, mostRows) = (Math.Max(partBytes, file.Length / MaxParts), Math.Max(partRows, file.Length / 2 / MaxParts));
        var rows = RowScanner.For(opening.Encoding, opening.Layout!, mostBytes, mostRows);
        var bytes = opening.IsEncodingGuessed ? new EncodingScan() : null;
        var unit = RowScanner.UnitBytes(opening.Encoding);
        file.Position = opening.MarkLength;
        while (await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var read)
        {
            bytes?.Add(buffer.AsSpan(0, read));
            rows.Add(buffer.AsSpan(0, read - (read % unit)));
            if (rows.LongField is { } row)
            {
                rows.LongField = null;
                var most = MaxRowBytes + Math.Min(mostBytes, long.MaxValue - MaxRowBytes);
                await CheckAsync(file, opening, row.Offset + opening.MarkLength, row.Line, most, cancellationToken);
            }
        }

        rows.End(file.Length - opening.MarkLength);
        if (rows.Parts.Find(part => part.Length - mostBytes > MaxRowBytes) is { } large)
            throw CsvUnreadableException.LongRow(large.Line, MaxRowBytes);
        return ([.. rows.Parts.Select(part => part with { Offset = part.Offset + opening.MarkLength })], bytes?.Encoding);
    }

    /// <summary>The only part of a file that cannot be cut. Reads it as the scoring will, so that a broken file is refused here.</summary>
    private static async Task<CsvPart> UncutAsync(Stream file, CsvOpening opening, CancellationToken cancellationToken)
    {
        var dialect = opening.Layout!;
        file.Position = opening.MarkLength;
        using var text = new StreamReader(file, CsvEncodings.Marking(opening.Encoding), false, -1, leaveOpen: true);
        var parser = new CsvParser(text, dialect.Delimiter, dialect.Quote);
        var rows = 0;
        while (await parser.ReadAsync(cancellationToken) is not null)
            rows++;
        var above = dialect.SkippedRows + (dialect.HasHeader ? 1 : 0);
        return new(opening.MarkLength, file.Length - opening.MarkLength, 1, Math.Max(0, rows - above));
    }

    /// <summary>
    /// Reads the one row that may be too long. A character has at least one byte, so with more characters than these its part would be
    /// refused in any case, but the row would be in memory first.
    /// </summary>
    private static async Task CheckAsync(
        Stream file, CsvOpening opening, long offset, int line, long mostCharacters, CancellationToken cancellationToken)
    {
        var position = file.Position;
        file.Position = offset;
        using (var text = new StreamReader(file, CsvEncodings.Marking(opening.Encoding), false, -1, leaveOpen: true))
        using (var row = new BoundedText(text, mostCharacters, CsvUnreadableException.LongRow(line, MaxRowBytes)))
            await new CsvParser(row, opening.Layout!.Delimiter, opening.Layout.Quote, line).ReadAsync(cancellationToken);
        file.Position = position;
    }
}
