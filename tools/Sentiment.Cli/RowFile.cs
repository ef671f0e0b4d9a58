using Sentiment.Csv;

namespace Sentiment.Cli;

/// <summary>A file of texts, read by the rules of the blob function (docs/csv.md); what it refuses is an error of the command.</summary>
internal sealed class RowFile : IDisposable
{
    private readonly string path;
    private readonly CsvFile file;

    private RowFile(string path, CsvFile file) => (this.path, this.file) = (path, file);

    /// <summary>The columns, and which of them holds the text.</summary>
    public CsvDialect Layout => file.Dialect;

    /// <summary>The share of the file that was read.</summary>
    public double Progress => file.Progress;

    /// <summary>Reads a file once to its end, and finds out how.</summary>
    /// <param name="path">The file; one that ends with .txt has a text in every line.</param>
    /// <param name="metadata">What the file leaves open.</param>
    /// <exception cref="CliException">It is no file of texts; what was seen and what to do is told.</exception>
    public static RowFile Open(string path, IReadOnlyDictionary<string, string> metadata)
    {
        var (file, problem) = CsvFile.OpenAsync(File.OpenRead(path), path, metadata).GetAwaiter().GetResult();
        return file is null ? throw Refused(path, problem!) : new(path, file);
    }

    /// <summary>All rows, from the beginning; those that cannot be scored have their reason.</summary>
    /// <exception cref="CliException">The rest of the file cannot be read.</exception>
    public IEnumerable<CsvRow> Rows()
    {
        using var rows = file.RowsAsync(_ => null).ToBlockingEnumerable().GetEnumerator();
        while (Next(rows) is { } row)
            yield return row with { Error = row.Error is null ? null : Worded(row.Error) };
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private CsvRow? Next(IEnumerator<CsvRow> rows)
    {
        try
        {
            return rows.MoveNext() ? rows.Current : null;
        }
        catch (CsvUnreadableException unreadable)
        {
            throw Refused(path, unreadable.Message);
        }
    }

    private static CliException Refused(string path, string problem) => new($"{path}: {Worded(problem)}");

    /// <summary>What a blob has as metadata, a file on the disk has as the option of that name.</summary>
    private static string Worded(string message) => message.Replace("the metadata ", "--metadata ", StringComparison.Ordinal);
}
