namespace Sentiment.Csv;

/// <summary>How a file is laid out.</summary>
/// <param name="Delimiter">Between fields; null for a file of one column, whose lines have no delimiter.</param>
/// <param name="Quote">Around fields; null when quotes are text.</param>
/// <param name="Columns">The header's names, or made-up ones for a file without a header.</param>
/// <param name="HasHeader">Whether there is a header.</param>
/// <param name="TextColumn">The index of the text column, from 0.</param>
internal sealed record CsvDialect(char? Delimiter, char? Quote, IReadOnlyList<string> Columns, bool HasHeader, int TextColumn)
{
    /// <summary>The rows above the header, or above the first row: titles, comments and Excel's <c>sep=</c> line.</summary>
    public int SkippedRows { get; init; }

    /// <summary>Whether the rows are lines of JSON; the columns are then the members of their objects.</summary>
    public bool IsJsonLines { get; init; }

    /// <summary>The member of the score in JSON Lines; null for the usual one.</summary>
    public string? ScoreMember { get; init; }

    /// <summary>The delimiter of the output: the input's if it can separate fields, else a comma.</summary>
    public char OutputDelimiter => Delimiter is null or '"' ? ',' : Delimiter.Value;

    /// <summary>A file of one column without a header.</summary>
    public static CsvDialect Lines(char? quote) => new(null, quote, ["text"], false, 0);

    /// <summary>Names for the columns of a file without a header.</summary>
    public static string[] Numbered(int count) => [.. Enumerable.Range(1, count).Select(i => $"column{i}")];
}
