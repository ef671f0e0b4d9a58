using System.Text.RegularExpressions;

namespace Sentiment.Csv;

/// <summary>
/// Finds the layout of a file from its metadata, else from the names in its header, else because it has only one column.
/// A table that is not understood is refused.
/// </summary>
internal sealed partial class CsvLayout
{
    private const string UnnamedNumbers =
        "Each row has one field more than the header and begins with a number that counts the rows. Write the file without row numbers, "
        + "or with a name for them (in R with col.names=NA), and quote fields that hold the delimiter.";

    private static readonly char?[] Delimiters = [',', ';', '\t', '|'];

    private readonly string text;
    private readonly CsvMetadata metadata;
    private readonly bool isText, isSettled;
    private readonly CsvSample lines;
    private readonly List<CsvSample> samples;
    private readonly string? broken;
    private readonly int separatorLine;

    private CsvLayout(string name, string text, bool isWhole, CsvMetadata metadata)
    {
        (this.text, this.metadata) = (text, metadata);
        isText = name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
        var separator = SeparatorLine().Match(text) is { Success: true } match ? match.Groups[1].Value[0] : (char?)null;
        separatorLine = separator is null ? 0 : 1;
        isSettled = metadata.HasDelimiter || separator is not null;
        char?[] candidates = metadata.HasDelimiter ? [metadata.Delimiter] : separator is not null ? [separator] : Delimiters;
        CsvSample[] all = [.. candidates.Select(Sample)];
        samples = [.. all.Where(sample => sample.Rows.Count > 0)];
        broken = Array.Find(all, sample => sample.Rows.Count == 0)?.Problem;
        lines = Sample(null);

        CsvSample Sample(char? delimiter)
        {
            var sample = CsvSample.Read(text, isWhole, delimiter, metadata.Quote);
            return separatorLine > 0 && sample.Rows.Count > 0 ? sample.WithoutFirst() : sample;
        }
    }

    /// <summary>Whether the uploader says that every line is a text.</summary>
    private bool IsLines => metadata is { HasDelimiter: true, Delimiter: null };

    private bool IsOneColumn => IsLines || isText || samples.TrueForAll(sample => sample.IsOneColumn);

    /// <summary>Finds the layout, or says what is wrong and what to do.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="sample">Its beginning.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="metadata">What the uploader says about it.</param>
    public static (CsvDialect? Layout, string? Problem) Find(string name, string sample, bool isWhole, CsvMetadata metadata)
    {
        var layout = new CsvLayout(name, sample, isWhole, metadata);
        // A line break in the first field ends the first line, but not the first row.
        if (layout.samples.Count == 0)
            return (null, layout.broken ?? "The file has no rows.");
        var (found, problem) = layout.Find();
        if (found is not null && found.Columns.Any(column => column.Contains(CsvEncodings.Damage)))
        {
            return (null, "The header holds bytes that are not text in the file's encoding. "
                + "Save the file as UTF-8, or name its encoding in the metadata encoding.");
        }

        return (found is null ? null : found with { SkippedRows = found.SkippedRows + layout.separatorLine }, problem);
    }

    private (CsvDialect? Layout, string? Problem) Find() =>
        metadata.TextColumnNumber is { } number ? ByNumber(number)
        : metadata.TextColumn is { } name ? ByName(name)
        : ByUsualNames() ?? OneColumn() ?? Refused("No column is known to hold the text");

    private (CsvDialect?, string?)? ByUsualNames()
    {
        // Columns such as Reviews and Comments may count them.
        if (metadata.HasHeader == false || Header((sample, row) => TextColumnNames.Best(
            sample.Rows[row], column => sample.HasUnnamedNumbers(row, column) || !sample.IsNumeric(row, column))) is not { } header)
            return null;
        return header.Places.Length == 1
            ? Table(header, header.Places[0])
            : (null, $"The columns {ShownName.List(header.Places.Select(place => header.Columns[place]))} may each hold the text. "
                + "Name one in the metadata textColumn (a name, or a number from 1).");
    }

    private (CsvDialect?, string?) ByName(string name)
    {
        if (metadata.HasHeader == false)
        {
            return (null, $"The metadata textColumn='{name}' is a name, but header says that there are none. "
                + "Give the column's number, from 1.");
        }

        var header = Header((sample, row) => Places(sample.Rows[row], name) is { Length: > 0 } places ? (0, places) : null);
        if (header is { Places.Length: > 1 })
        {
            return (null, $"{header.Places.Length} columns have the name '{name}', which the metadata textColumn gives. "
                + "Give the column's number, from 1.");
        }

        if (header is not null)
            return Table(header, header.Places[0]);
        return IsOneColumn && lines.Rows.Count > 0 && TextColumnNames.Same(lines.Rows[0][0], name)
            ? (new(null, metadata.Quote, Visible(lines.Rows[0]), true, 0), null)
            : Refused($"There is no column '{name}', which the metadata names as textColumn");
    }

    private (CsvDialect?, string?) ByNumber(int number)
    {
        if (number == 1 && OneColumn() is { } oneColumn)
            return oneColumn;
        var sample = isSettled
            ? samples[0]
            : samples.Where(sample => sample is { Width: > 1, IsEven: true }).OrderByDescending(sample => sample.Width).FirstOrDefault();
        if (sample is null)
            return Refused("The rows differ in their number of fields");
        var width = sample.Width;
        if (number > width)
            return Refused($"There is no column {number}, which the metadata gives as textColumn");
        return metadata.HasHeader ?? sample.BeginsWithHeader(number - 1)
            ? number <= sample.Rows[0].Length
                ? Table(new(sample, 0, 0, []), number - 1)
                : Refused($"The header has no column {number}, which the metadata gives as textColumn")
            : (new(sample.Delimiter, metadata.Quote, CsvDialect.Numbered(width), false, number - 1), null);
    }

    /// <summary>The best header of all delimiters: rows that agree count first, then the best name, then the most columns.</summary>
    private CsvHeader? Header(Func<CsvSample, int, (int, int[])?> named) =>
        samples.Select(sample => CsvHeader.Find(sample, named, isSettled)).OfType<CsvHeader>()
            .Where(header => !isText || isSettled || header.Sample.Agreement(header.Row) >= 1
                || header.Sample.HasUnnamedNumbers(header.Row, header.Places[0]))
            .OrderByDescending(header => header.Sample.Agreement(header.Row)).ThenBy(header => header.Rank)
            .ThenByDescending(header => header.Columns.Length).FirstOrDefault();

    private (CsvDialect?, string?)? OneColumn()
    {
        var header = HeaderAlone();
        var isNamed = header >= 0 && TextColumnNames.IsHeaderAlone(lines.Rows[header][0])
            && samples.TrueForAll(sample => header < sample.Rows.Count && sample.Rows[header].Length == 1);
        if (!isNamed && (!IsOneColumn || (!IsLines && LooksLikeTable())))
            return null;
        if (isNamed && samples.Exists(sample => sample.HasUnnamedNumbers(header, 0)))
            return (null, UnnamedNumbers);
        // With the delimiter that has no row, this may be a table whose first row has a stray quote.
        if (!isNamed && !isText && broken is not null)
            return (null, broken);
        var delimiter = isSettled && !samples[0].IsOneColumn ? metadata.Delimiter : null;
        return (header < 0
            ? CsvDialect.Lines(metadata.Quote)
            : new(delimiter, metadata.Quote, Visible(lines.Rows[header]), true, 0) { SkippedRows = header }, null);
    }

    /// <summary>The row of the header in a file of one column, which only comments may precede; -1 for none.</summary>
    private int HeaderAlone()
    {
        if (metadata.HasHeader == false)
            return -1;
        var comments = lines.Rows.TakeWhile(row => row[0].StartsWith('#')).Count();
        if (comments < lines.Rows.Count && TextColumnNames.IsHeaderAlone(lines.Rows[comments][0]))
            return comments;
        return metadata.HasHeader == true && lines.Rows.Count > 0 ? 0 : -1;
    }

    private bool LooksLikeTable() =>
        UnknownDelimiter.Find(text) is not null
        || (isSettled && text.AsSpan().ContainsAny(",;\t|"))
        || samples.Exists(sample => sample is { Delimiter: '\t' or '|', Rows.Count: > 1, Width: > 1 } && sample.Agreement(0) >= 1);

    private (CsvDialect?, string?) Table(CsvHeader header, int column) => header.Sample.HasUnnamedNumbers(header.Row, column)
        ? (null, UnnamedNumbers)
        : (new(header.Sample.Delimiter, metadata.Quote, Visible(header.Columns), true, column) { SkippedRows = header.Row }, null);

    private (CsvDialect?, string?) Refused(string reason)
    {
        var seen = samples.OrderByDescending(sample => sample.Rows.Count > 0 ? sample.Rows[0].Length : 0).First().Rows;
        var first = seen.Count > 0 ? ShownName.List(seen[0]) : "empty";
        var delimiter = UnknownDelimiter.Find(text) is { } found && samples.TrueForAll(sample => sample.Rows[0].Length == 1)
            ? $" The delimiter seems to be {found}: say so in the metadata delimiter." : "";
        return (null, $"{reason}: the first row is {first}.{delimiter} Call the text's column {TextColumnNames.Examples}, "
            + "or set the metadata textColumn (a name, or a number from 1) and, if rows differ in their number of fields, delimiter; "
            + "delimiter=none for a file in which every line is a text.");
    }

    private static int[] Places(string[] row, string name)
    {
        int[] places = [.. Enumerable.Range(0, row.Length).Where(place => TextColumnNames.Same(row[place], name))];
        int[] exact = [.. places.Where(place => row[place].Trim() == name)];
        return exact.Length == 1 ? exact : places;
    }

    private static string[] Visible(string[] names) => [.. names.Select(TextColumnNames.Visible)];

    [GeneratedRegex("^\uFEFF*\"?sep=(.)\"?\\s*(\r|\n|$)", RegexOptions.IgnoreCase)]
    private static partial Regex SeparatorLine();
}
