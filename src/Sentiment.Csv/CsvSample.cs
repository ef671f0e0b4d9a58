using System.Globalization;

namespace Sentiment.Csv;

/// <summary>The first rows of a file, split by one delimiter.</summary>
/// <param name="Delimiter">The delimiter; null for none.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Problem">Why the rows after these cannot be read, or null.</param>
internal sealed record CsvSample(char? Delimiter, IReadOnlyList<string[]> Rows, string? Problem)
{
    /// <summary>Whether the delimiter never occurs outside quotes.</summary>
    public bool IsOneColumn => Rows.All(row => row.Length == 1);

    /// <summary>Whether all rows have the same number of fields.</summary>
    public bool IsEven => Rows.All(row => row.Length == Rows[0].Length);

    /// <summary>How many fields most rows have.</summary>
    public int Width => Rows.GroupBy(row => row.Length).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;

    /// <summary>Reads a sample, which may end in the middle of a row.</summary>
    public static CsvSample Read(string text, bool isWhole, char? delimiter, char? quote)
    {
        var rows = new List<string[]>();
        var parser = new CsvParser(new StringReader(text), delimiter, quote);
        try
        {
            while (parser.ReadAsync().AsTask().GetAwaiter().GetResult() is { } row)
                rows.Add(row);
        }
        catch (CsvUnreadableException unreadable)
        {
            // The rows before that are enough. Reading the whole file later will stop at the same place.
            return new(delimiter, rows, unreadable.Message);
        }

        if (!isWhole && rows.Count > 1)
            rows.RemoveAt(rows.Count - 1);
        return new(delimiter, rows, null);
    }

    /// <summary>The same sample without its first row.</summary>
    public CsvSample WithoutFirst() => this with { Rows = [.. Rows.Skip(1)] };

    /// <summary>The share of the rows below a header that have as many fields, surplus empty ones ignored; 1 if there are none.</summary>
    public double Agreement(int header)
    {
        var width = Rows[header].Length;
        return Rows.Count == header + 1 ? 1 : Rows.Skip(header + 1).Average(row => Agrees(row, width) ? 1.0 : 0);
    }

    /// <summary>Whether the first row can be a header: it has no numbers or dates, and no field that is repeated below.</summary>
    public bool BeginsWithHeader(int textColumn) =>
        !Rows[0].Any(IsNumber)
        && !Enumerable.Range(0, Rows[0].Length).Any(column => column != textColumn
            && !string.IsNullOrWhiteSpace(Rows[0][column])
            && Rows.Skip(1).Any(row => column < row.Length && row[column] == Rows[0][column] && !row.SequenceEqual(Rows[0])));

    /// <summary>
    /// Whether the rows below a header begin with numbers that count them and for which the header has no name, as R and pandas may
    /// write them: each row has one field more than the header. If its last field is empty, that one may be the surplus instead.
    /// </summary>
    public bool HasUnnamedNumbers(int header, int textColumn)
    {
        string[][] below = [.. Rows.Skip(header + 1)];
        return below.Length > 0
            && long.TryParse(below[0][0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && Array.TrueForAll(below, row => row.Length == Rows[header].Length + 1)
            && below.Select((row, i) => row[0] == (first + i).ToString(CultureInfo.InvariantCulture)).All(isNext => isNext)
            && (textColumn == 0 || Array.Exists(below, row => !string.IsNullOrWhiteSpace(row[^1])));
    }

    /// <summary>Whether a column has numbers and dates below a header, and nothing else but missing values.</summary>
    public bool IsNumeric(int header, int column)
    {
        string[] values = [.. Rows.Skip(header + 1).Where(row => column < row.Length).Select(row => row[column])
            .Where(field => !string.IsNullOrWhiteSpace(field) && !NullMarkers.Holds(field))];
        return values.Length > 0 && Array.TrueForAll(values, IsNumber);
    }

    /// <summary>Whether a field is a number or a date, which headers do not contain.</summary>
    public static bool IsNumber(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        || (field.Any(char.IsAsciiDigit) && DateTime.TryParse(field, CultureInfo.InvariantCulture, out _));

    private static bool Agrees(string[] row, int width) =>
        row.Length == width || (row.Length > width && row.Skip(width).All(string.IsNullOrWhiteSpace));
}
