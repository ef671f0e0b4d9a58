using Sentiment.Csv;

namespace Sentiment.Cli;

/// <summary>A file of texts, read by the rules of the blob function (docs/csv.md). A refused file fails the command.</summary>
internal sealed class RowFile : IDisposable
{
    private readonly string path;
    private readonly CsvFile file;

    private RowFile(string path, CsvFile file) => (this.path, this.file) = (path, file);

    /// <summary>The columns, and which of them contains the text.</summary>
    public CsvDialect Layout => file.Dialect;

    /// <summary>The share of the file that has been read.</summary>
    public double Progress => file.Progress;

    /// <summary>Reads a file once to its end, and detects its format.</summary>
    /// <param name="path">The file, which may be a pipe; its name tells the format, and a .txt file has one text per line.</param>
    /// <param name="metadata">Settings for reading the file.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CliException">The file is not a file of texts. The message says why and what to do.</exception>
    public static async Task<RowFile> OpenAsync(
        string path, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var (file, problem) = await CsvFile.OpenAsync(File.OpenRead(path), path, metadata, cancellationToken: cancellationToken);
        return file is null ? throw Refused(path, problem!) : new(path, file);
    }

    /// <summary>All rows, from the beginning. Rows that cannot be scored have an error.</summary>
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

    /// <summary>Rewords a message for the command line, where blob metadata are given with an option.</summary>
    private static string Worded(string message) => message.Replace("the metadata ", "--metadata ", StringComparison.Ordinal);
}
