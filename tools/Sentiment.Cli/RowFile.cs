using Sentiment.Csv;

namespace Sentiment.Cli;

/// <summary>A file of texts, read by the rules of the blob function (docs/csv.md).</summary>
internal sealed class RowFile
{
    private readonly string path;
    private readonly Stream file;
    private readonly CsvPlan plan;

    private RowFile(string path, Stream file, CsvPlan plan) => (this.path, this.file, this.plan) = (path, file, plan);

    /// <summary>The columns, and which of them holds the text.</summary>
    public CsvDialect Layout => plan.Dialect;

    /// <summary>Reads a file once to its end, and finds out how.</summary>
    /// <param name="path">Its name, for messages; one that ends with .txt has a text in every line.</param>
    /// <param name="file">The file; it can seek, and stays open.</param>
    /// <param name="metadata">What the file leaves open.</param>
    /// <exception cref="CliException">It is no file of texts; what was seen and what to do is told.</exception>
    public static RowFile Open(string path, Stream file, IReadOnlyDictionary<string, string> metadata)
    {
        var (plan, problem) = new CsvPlanner(long.MaxValue, long.MaxValue)
            .PlanAsync(file, path, metadata, "", CancellationToken.None).GetAwaiter().GetResult();
        return plan is null ? throw Refused(path, problem!) : new(path, file, plan);
    }

    /// <summary>All rows, from the beginning; those that cannot be scored have their reason.</summary>
    /// <exception cref="CliException">The rest of the file cannot be read.</exception>
    public IEnumerable<CsvRow> Rows()
    {
        // Not disposed of: that would close the file.
        file.Position = plan.Parts[0].Offset;
        var reader = new CsvRowReader(plan.Text(file), plan.Dialect, plan.Encoding, _ => null);
        while (Read(reader) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
                yield return row with { Error = row.Error is null ? null : Worded(row.Error) };
        }
    }

    private List<CsvRow> Read(CsvRowReader reader)
    {
        try
        {
            return reader.ReadAsync().GetAwaiter().GetResult();
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
