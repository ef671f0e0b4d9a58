namespace Sentiment.Csv;

/// <summary>The row that names the columns, including the text column.</summary>
/// <param name="Sample">Where it was found.</param>
/// <param name="Row">Its index, from 0; the rows above it are titles and comments.</param>
/// <param name="Rank">How good the name of the text column is.</param>
/// <param name="Places">The indices of the columns that have this name.</param>
internal sealed record CsvHeader(CsvSample Sample, int Row, int Rank, int[] Places)
{
    private const int MostTitles = 20;

    /// <summary>The names.</summary>
    public string[] Columns => Sample.Rows[Row];

    /// <summary>Finds the header by its names.</summary>
    /// <param name="sample">The first rows.</param>
    /// <param name="named">Returns the columns whose names in a row say that they hold the text, and how good the names are.</param>
    /// <param name="isSettled">Whether metadata or a <c>sep=</c> line gives the delimiter, so that rows need not agree.</param>
    public static CsvHeader? Find(CsvSample sample, Func<CsvSample, int, (int Rank, int[] Places)?> named, bool isSettled)
    {
        CsvHeader? best = null;
        for (var row = 0; row < Math.Min(sample.Rows.Count, MostTitles); row++)
        {
            // A title that a program padded with delimiters fills the first field only, and its name may be better than the header's.
            if (sample.Rows[row].Length > 1 && named(sample, row) is var (rank, places)
                && (best is null || rank < best.Rank || Filled(best.Columns[1..]) == 0)
                && (row == 0 ? IsFirst(sample, rank, isSettled) : IsBelowTitles(sample, row)))
                best = new(sample, row, rank, places);
        }

        return best;
    }

    private static bool IsFirst(CsvSample sample, int rank, bool isSettled) =>
        (isSettled || rank < TextColumnNames.Weak || sample.Agreement(0) >= 0.5)
        && (rank < TextColumnNames.Partial || !sample.Rows[0].Any(CsvSample.IsNumber));

    private static bool IsBelowTitles(CsvSample sample, int row) =>
        row < sample.Rows.Count - 1
        && sample.Agreement(row) >= 0.5
        && !sample.Rows[row].Any(CsvSample.IsNumber)
        && sample.Rows.Take(row).All(above => above[0].StartsWith('#') || Filled(above) < Filled(sample.Rows[row]));

    private static int Filled(string[] row) => row.Count(field => !string.IsNullOrWhiteSpace(field));
}
