using System.Runtime.CompilerServices;

namespace Sentiment.Csv;

/// <summary>A file on this machine, read to its end by one reader. The functions read a blob in parts instead.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly Stream file;
    private readonly CsvPlan plan;

    private CsvFile(Stream file, CsvPlan plan) => (this.file, this.plan) = (file, plan);

    /// <summary>The file's dialect.</summary>
    public CsvDialect Dialect => plan.Dialect;

    /// <summary>The share of the file that was read.</summary>
    public double Progress => file.Length == 0 ? 1 : (double)file.Position / file.Length;

    /// <summary>
    /// Reads a file once to its end and finds its layout; a compressed file is unpacked, and a pipe copied, into a temporary file.
    /// </summary>
    /// <param name="path">Its name.</param>
    /// <param name="file">The file; it belongs to the result.</param>
    /// <param name="metadata">What the file itself does not say.</param>
    /// <param name="mostBytes">The most bytes of a pipe, or of the content of a compressed file.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The file, or what is wrong with it and what to do.</returns>
    public static async Task<(CsvFile? File, string? Problem)> OpenAsync(
        Stream file, string path, IReadOnlyDictionary<string, string> metadata, long mostBytes = GzipFile.MaxBytes,
        CancellationToken cancellationToken = default)
    {
        try
        {
            file = await PlainAsync(file, mostBytes, cancellationToken);
            var (plan, problem) = await new CsvPlanner(long.MaxValue, long.MaxValue).PlanAsync(file, path, metadata, "", cancellationToken);
            if (plan is not null)
                return (new(file, plan), null);
            await file.DisposeAsync();
            return (null, problem);
        }
        catch (CsvUnreadableException unreadable)
        {
            await file.DisposeAsync();
            return (null, unreadable.Message);
        }
    }

    /// <summary>All rows, from the beginning; a row that cannot be scored has an error.</summary>
    /// <param name="refusal">Why a text is not scored, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CsvUnreadableException">The rest of the file cannot be read.</exception>
    public async IAsyncEnumerable<CsvRow> RowsAsync(
        Func<string, string?> refusal, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Not disposed of: that would close the file.
        file.Position = plan.Parts[0].Offset;
        var reader = new CsvRowReader(plan.Text(file), plan.Dialect, plan.Encoding, refusal);
        while (await reader.ReadAsync(cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
                yield return row;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static async Task<Stream> PlainAsync(Stream file, long mostBytes, CancellationToken cancellationToken)
    {
        // A pipe can be read only once, but the plan and the rows each need a reading.
        if (!file.CanSeek)
        {
            file = await CopiedAsync(file, (pipe, copy) => BoundedCopy.RunAsync(
                pipe, copy, mostBytes, $"The pipe gives more than {mostBytes} bytes. Save them as a file first.", cancellationToken));
        }

        return await GzipFile.IsPackedAsync(file, cancellationToken)
            ? await CopiedAsync(file, (packed, copy) => GzipFile.UnpackAsync(packed, copy, mostBytes, cancellationToken))
            : file;
    }

    /// <summary>A temporary file with the content of another one, which is closed.</summary>
    private static async Task<FileStream> CopiedAsync(Stream file, Func<Stream, Stream, Task> copyAsync)
    {
        var path = Path.GetTempFileName();
        var copy = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, 1 << 16);
        try
        {
            // An open file keeps its content, and a process that is killed leaves none. On Unix, DeleteOnClose waits for the disposal.
            File.Delete(path);
            await copyAsync(file, copy);
            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
        finally
        {
            await file.DisposeAsync();
        }
    }
}
