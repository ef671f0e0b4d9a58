namespace Sentiment.Csv;

/// <summary>Reads a file in chunks of rows. A chunk has a bounded size, whatever the file contains. Rows keep their order.</summary>
/// <param name="text">The text of the file, or of a part of it.</param>
/// <param name="dialect">The file's dialect.</param>
/// <param name="encoding">The name of its encoding.</param>
/// <param name="refusal">Why a text is not scored, or null.</param>
/// <param name="firstLine">The number of the text's first line. It is 1 only in the first part of a file, which has the
/// header.</param>
internal sealed class CsvRowReader(
    TextReader text, CsvDialect dialect, string encoding, Func<string, string?> refusal, int firstLine = 1)
{
    /// <summary>Enough texts to fill many batches of the engine, but few enough to need little memory.</summary>
    private const int ChunkRows = 512;

    /// <summary>Rows of long texts make a smaller chunk.</summary>
    private const int ChunkCharacters = 128 * 1024;

    private readonly CsvParser parser = new(text, dialect.Delimiter, dialect.Quote, firstLine);
    private int above = firstLine == 1 ? dialect.SkippedRows + (dialect.HasHeader ? 1 : 0) : 0;

    /// <summary>The number of lines so far that are not rows: blank ones, and titles and comments above the header.</summary>
    public long SkippedLines => parser.BlankLines + (firstLine == 1 ? dialect.SkippedRows : 0);

    /// <summary>The number of rows so far with fewer fields than the header.</summary>
    public long ShortRows { get; private set; }

    /// <summary>The next rows; none at the end of the file.</summary>
    /// <exception cref="CsvUnreadableException">The rest of the file cannot be read as CSV.</exception>
    public async Task<List<CsvRow>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var rows = new List<CsvRow>();
        for (; above > 0; above--)
            await parser.ReadAsync(cancellationToken);
        for (var characters = 0; rows.Count < ChunkRows && characters < ChunkCharacters;)
        {
            if (await parser.ReadAsync(cancellationToken) is not { } fields)
                break;
            var row = Row(parser.Line, fields);
            characters += row.Fields.Sum(field => field.Length);
            rows.Add(row);
        }

        return rows;
    }

    private CsvRow Row(int line, string[] fields)
    {
        if (dialect.IsJsonLines)
            return JsonRow(line, fields[0]);
        ShortRows += fields.Length < dialect.Columns.Count ? 1 : 0;
        var fitted = Fitted(fields);
        return Error(fields, fitted) is { } error
            ? new(line, [.. fitted.Select(field => field.Replace(CsvEncodings.Damage, '\uFFFD'))], "", error)
            : new(line, fitted, fitted[dialect.TextColumn], null);
    }

    private CsvRow JsonRow(int line, string source)
    {
        var isDamaged = source.Contains(CsvEncodings.Damage);
        var row = JsonLines.Row(line, isDamaged ? source.Replace(CsvEncodings.Damage, '\uFFFD') : source, dialect);
        var error = isDamaged ? Damage("line") : row.Error ?? TextError(row.Text) ?? refusal(row.Text);
        return row with { Text = error is null ? row.Text : "", Error = error };
    }

    private string? Error(string[] fields, string[] fitted)
    {
        var (text, count) = (fitted[dialect.TextColumn], dialect.Columns.Count);
        if (HasSurplus(fields))
        {
            var delimiter = dialect.OutputDelimiter == '\t' ? "a tab" : $"'{dialect.OutputDelimiter}'";
            return $"{Has()}, the header {count}. Quote fields that hold {delimiter}.";
        }

        if (Array.FindIndex(fitted, field => field.Contains(CsvEncodings.Damage)) is >= 0 and var damaged)
            return Damage(damaged == dialect.TextColumn ? "text" : $"column {ShownName.Of(dialect.Columns[damaged])}");
        if (fields.Length <= dialect.TextColumn)
            return $"{Has()}; the text is in column {dialect.TextColumn + 1}.";
        if (dialect.HasHeader && fields.Select(TextColumnNames.Visible).SequenceEqual(dialect.Columns))
            return "The row repeats the header.";
        if (TextError(text) is { } error)
            return error;
        return fields.Length < count && !text.Any(char.IsLetter)
            ? $"{Has()}, the header {count}, and no word is in the text's column. Fill in the missing field."
            : refusal(text);

        string Has() => fields.Length == 1 ? "The row has 1 field" : $"The row has {fields.Length} fields";
    }

    private static string? TextError(string text) =>
        NullMarkers.Holds(text) ? $"The text is empty: {text.Trim()} stands for no value."
        : string.IsNullOrWhiteSpace(text) ? "The text is empty or blank."
        : null;

    private string Damage(string place) =>
        $"The {place} was not valid {encoding.ToUpperInvariant()}: there are bytes that are not text. "
        + "Save the file as UTF-8 or name its encoding in the metadata encoding.";

    /// <summary>
    /// As many fields as the header has. Surplus fields are joined in the last column, so that nothing is lost; empty ones are dropped.
    /// </summary>
    private string[] Fitted(string[] fields)
    {
        var count = dialect.Columns.Count;
        if (HasSurplus(fields))
            return [.. fields[..(count - 1)], string.Join(dialect.OutputDelimiter, fields[(count - 1)..])];
        return fields.Length == count ? fields : [.. fields.Take(count), .. Enumerable.Repeat("", Math.Max(0, count - fields.Length))];
    }

    private bool HasSurplus(string[] fields) => fields.Skip(dialect.Columns.Count).Any(field => !string.IsNullOrWhiteSpace(field));
}
