using System.Globalization;
using System.Text;
using Sentiment.Inference;

namespace SentimentFunctions.Csv;

/// <summary>Writes rows with their scores: the input's columns as they came, then five of ours.</summary>
internal sealed class CsvChunkWriter(CsvDialect layout, BlockBlobUpload output)
{
    private static readonly string[] ScoreColumns =
        ["sentiment_label", "sentiment_score", "sentiment_tokens", "sentiment_truncated", "sentiment_error"];

    /// <summary>Writes the names of all columns.</summary>
    public Task WriteHeaderAsync(CancellationToken cancellationToken) =>
        WriteAsync([[.. layout.Columns, .. ScoreColumns]], cancellationToken);

    /// <summary>Writes one chunk and counts it.</summary>
    /// <param name="rows">All rows of the chunk.</param>
    /// <param name="scores">The scores of those without an error, in order.</param>
    /// <param name="summary">Counts every row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WriteAsync(List<CsvRow> rows, SentimentScore[] scores, CsvSummary summary, CancellationToken cancellationToken)
    {
        var next = 0;
        return WriteAsync(rows.Select(row => (IEnumerable<string>)[.. row.Fields, .. Columns(row)]), cancellationToken);

        string[] Columns(CsvRow row)
        {
            if (row.Error is not null)
            {
                summary.CountError(row.Line, row.Error);
                return ["", "", "", "", row.Error];
            }

            var score = scores[next++];
            summary.Count(score);
            return
            [
                score.Label,
                score.Score.ToString(CultureInfo.InvariantCulture),
                score.Tokens.ToString(CultureInfo.InvariantCulture),
                score.Truncated ? "true" : "false",
                "",
            ];
        }
    }

    private async Task WriteAsync(IEnumerable<IEnumerable<string>> rows, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using (var text = new StreamWriter(buffer, new UTF8Encoding(false), leaveOpen: true))
        using (var csv = CsvFormat.Writer(text, layout.OutputDelimiter))
        {
            foreach (var row in rows)
            {
                foreach (var field in row)
                    csv.WriteField(field);
                csv.NextRecord();
            }
        }

        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
    }
}
