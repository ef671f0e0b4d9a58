using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>Streams a file through the engine: while two chunks are scored, the next is read. Memory does not grow with the file.</summary>
internal sealed class CsvScorer(SentimentEngine engine, ScoringOptions options, CsvProgress progress)
{
    /// <summary>Enough to keep the engine busy while one chunk is written.</summary>
    private const int ChunksInFlight = 2;

    /// <summary>Scores every row, in order. What makes the rest of the file unreadable ends up in the summary.</summary>
    public async Task ScoreAsync(
        Stream file, CsvOpening opening, BlockBlobUpload output, CsvSummary summary, CancellationToken cancellationToken)
    {
        using var text = opening.Text(file);
        var reader = new CsvRowReader(text, opening, row => TextValidation.Of(row, options, isDecoded: true)?.Message);
        var writer = new CsvChunkWriter(opening.Layout!, opening.MarkLength > 0, output);
        var pending = new Queue<(List<CsvRow> Rows, Task<SentimentScore[]> Scores)>();
        try
        {
            await writer.WriteHeaderAsync(cancellationToken);
            while (true)
            {
                var rows = await reader.ReadAsync(cancellationToken);
                if (rows.Count > 0)
                {
                    string[] texts = [.. rows.Where(row => row.Error is null).Select(row => row.Text)];
                    pending.Enqueue((rows, engine.ScoreWithRetryAsync(texts, cancellationToken)));
                }

                while (pending.Count > (rows.Count > 0 ? ChunksInFlight : 0))
                {
                    var (done, scores) = pending.Dequeue();
                    await writer.WriteAsync(done, await scores, summary, cancellationToken);
                    await progress.ReportAsync(cancellationToken);
                }

                if (rows.Count == 0)
                {
                    summary.CountLines(reader.SkippedLines, reader.ShortRows);
                    return;
                }
            }
        }
        catch (CsvUnreadableException unreadable)
        {
            summary.Refuse(unreadable.Message);
        }
        finally
        {
            // What fails while the file is given up must not fail unobserved later.
            await ((Task)Task.WhenAll(pending.Select(chunk => chunk.Scores))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
