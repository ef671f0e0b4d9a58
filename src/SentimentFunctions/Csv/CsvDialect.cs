using CsvHelper;

namespace SentimentFunctions.Csv;

/// <summary>How a file is laid out.</summary>
/// <param name="Delimiter">Between fields.</param>
/// <param name="Columns">The header's names, or made-up ones for a file without a header.</param>
/// <param name="HasHeader">Whether the first row is the header.</param>
/// <param name="TextColumn">The place of the text, from 0.</param>
internal sealed record CsvDialect(string Delimiter, IReadOnlyList<string> Columns, bool HasHeader, int TextColumn)
{
    private const int SampleRows = 50;

    /// <summary>Stands for a file of one column: a character that no text has, so that commas in a review part nothing.</summary>
    private const string NoDelimiter = "\u001F";

    private static readonly string[] Delimiters = [",", ";", "\t", "|"];

    private static readonly string[] TextNames = ["text", "review", "review_text", "body", "comment", "content", "sentence"];

    /// <summary>What parts the fields of the output.</summary>
    public string OutputDelimiter => Delimiter == NoDelimiter ? "," : Delimiter;

    /// <summary>
    /// Finds the layout: as the blob's metadata says (<c>textColumn</c>, <c>delimiter</c>, <c>header</c>), else by the header's names, else by
    /// the only column there is.
    /// </summary>
    public static (CsvDialect? Layout, string? Problem) Find(string sample, bool isWhole, IReadOnlyDictionary<string, string> metadata)
    {
        var wanted = metadata.GetValueOrDefault("textColumn");
        string[] names = wanted is null ? TextNames : [wanted];
        var candidates = metadata.GetValueOrDefault("delimiter") is { Length: > 0 } given
            ? [given.Equals("tab", StringComparison.OrdinalIgnoreCase) ? "\t" : given]
            : Delimiters;
        var samples = candidates.Select(delimiter => (delimiter, rows: Rows(sample, delimiter, isWhole))).ToList();
        if (samples[0].rows.Count == 0)
            return (null, "The file has no rows.");

        var headerAllowed = !"false".Equals(metadata.GetValueOrDefault("header"), StringComparison.OrdinalIgnoreCase);
        foreach (var (delimiter, rows) in samples.OrderByDescending(found => found.rows[0].Length))
        {
            if (headerAllowed && rows[0].Length > 1 && Named(rows[0], names) is >= 0 and var column)
                return (new(delimiter, rows[0], true, column), null);
        }

        var table = samples.Where(found => found.rows[0].Length > 1 && found.rows.TrueForAll(row => row.Length == found.rows[0].Length))
            .OrderByDescending(found => found.rows[0].Length).FirstOrDefault();
        if (table.rows is not null)
            return Table(table.delimiter, table.rows[0], wanted, headerAllowed);
        return wanted is null or "1" || Named(Rows(sample, NoDelimiter, isWhole)[0], names) >= 0
            ? (OneColumn(Rows(sample, NoDelimiter, isWhole)[0], names, headerAllowed), null)
            : (null, $"There is no column '{wanted}', which the blob's metadata names as textColumn.");
    }

    private static (CsvDialect?, string?) Table(string delimiter, string[] first, string? wanted, bool headerAllowed)
    {
        if (int.TryParse(wanted, out var number) && number >= 1 && number <= first.Length)
            return (new(delimiter, headerAllowed ? first : Numbered(first.Length), headerAllowed, number - 1), null);
        var seen = string.Join(", ", first.Take(20).Select(name => $"'{(name.Length > 40 ? name[..40] + "..." : name)}'"));
        return (null, wanted is null
            ? $"No column holds the text: the first row is {seen}. Name one of the columns {string.Join(", ", TextNames)}, or give the blob the metadata textColumn (a name, or a number from 1)."
            : $"There is no column '{wanted}', which the blob's metadata names as textColumn: the first row is {seen}.");
    }

    private static CsvDialect OneColumn(string[] first, string[] names, bool headerAllowed) =>
        headerAllowed && Named(first, names) == 0
            ? new(NoDelimiter, first, true, 0)
            : new(NoDelimiter, ["text"], false, 0);

    private static int Named(string[] header, string[] names) =>
        names.Select(name => Array.FindIndex(header, column => column.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(place => place >= 0, -1);

    private static string[] Numbered(int count) => [.. Enumerable.Range(1, count).Select(i => $"column{i}")];

    private static List<string[]> Rows(string sample, string delimiter, bool isWhole)
    {
        var rows = new List<string[]>();
        using var parser = CsvFormat.Reader(new StringReader(sample), delimiter);
        try
        {
            while (rows.Count <= SampleRows && parser.Read())
                rows.Add(parser.Record!);
        }
        catch (CsvHelperException)
        {
            // A sample may break off anywhere; the rows before that tell enough.
        }

        if (!isWhole && rows.Count is > 1 and <= SampleRows)
            rows.RemoveAt(rows.Count - 1);
        return rows;
    }
}
