using System.Globalization;
using System.Text;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>Writes rows with their scores: the input's columns as they came, then five of ours.</summary>
/// <param name="layout">The input's layout.</param>
/// <param name="hasMark">Whether the input has a byte order mark, so that the output gets one: Excel needs it.</param>
/// <param name="output">Takes the bytes.</param>
internal sealed class CsvChunkWriter(CsvDialect layout, bool hasMark, BlockBlobUpload output)
{
    /// <summary>The columns that are added; where the input has them from an earlier scoring, they are replaced.</summary>
    public static readonly IReadOnlyList<string> ScoreColumns =
        ["sentiment_label", "sentiment_score", "sentiment_tokens", "sentiment_truncated", "sentiment_error"];

    private readonly int[] kept =
        [.. Enumerable.Range(0, layout.Columns.Count).Where(i => i == layout.TextColumn || !ScoreColumns.Contains(layout.Columns[i]))];

    /// <summary>Writes the names of all columns.</summary>
    public async Task WriteHeaderAsync(CancellationToken cancellationToken)
    {
        if (hasMark)
            await output.WriteAsync(Encoding.UTF8.GetPreamble(), cancellationToken);
        await WriteAsync([[.. Kept(layout.Columns), .. ScoreColumns]], cancellationToken);
    }

    /// <summary>Writes one chunk and counts it.</summary>
    /// <param name="rows">All rows of the chunk.</param>
    /// <param name="scores">The scores of those without an error, in order.</param>
    /// <param name="summary">Counts every row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WriteAsync(List<CsvRow> rows, SentimentScore[] scores, CsvSummary summary, CancellationToken cancellationToken)
    {
        var next = 0;
        return WriteAsync(rows.Select(row => (IEnumerable<string>)[.. Kept(row.Fields), .. Columns(row)]), cancellationToken);

        string[] Columns(CsvRow row)
        {
            if (row.Error is not null)
            {
                summary.CountError(row.Line, row.Error);
                return ["", "", "", "", row.Error];
            }

            var score = scores[next++];
            if (TextValidation.Of(score) is { } refusal)
            {
                summary.CountError(row.Line, refusal.Message);
                return ["", "", "", "", refusal.Message];
            }

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

    private IEnumerable<string> Kept(IReadOnlyList<string> fields) => kept.Select(column => fields[column]);

    private async Task WriteAsync(IEnumerable<IEnumerable<string>> rows, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using (var text = new StreamWriter(buffer, new UTF8Encoding(false), leaveOpen: true))
        {
            var csv = new CsvRowWriter(text, layout.OutputDelimiter);
            foreach (var row in rows)
                csv.Write(row);
        }

        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
    }
}
