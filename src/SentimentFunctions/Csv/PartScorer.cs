using System.Diagnostics;
using System.Text;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>Scores one part of a file. While some rows are scored, the next are read and the previous are written.</summary>
/// <param name="engine">Scores.</param>
/// <param name="options">The limits.</param>
internal sealed class PartScorer(SentimentEngine engine, ScoringOptions options)
{
    /// <summary>More would make the message on the queue too large; the scored file has them all.</summary>
    public const int MaxErrors = 20;

    /// <summary>Enough to keep the engine busy while one chunk is written.</summary>
    private const int ChunksInFlight = 2;

    private static readonly string Instance =
        Environment.GetEnvironmentVariable("WEBSITE_INSTANCE_ID") ?? $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Scores every row, in order.</summary>
    /// <param name="plan">The file's plan.</param>
    /// <param name="number">The part's number.</param>
    /// <param name="bytes">The part's bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The part's rows with their scores, with the header in the first part; and the counts.</returns>
    /// <exception cref="CsvUnreadableException">A row cannot be read.</exception>
    public async Task<(ReadOnlyMemory<byte> Rows, PartResult Result)> ScoreAsync(
        CsvPlan plan, int number, Stream bytes, CancellationToken cancellationToken)
    {
        var (part, buffer, counts) = (plan.Parts[number], new MemoryStream(), new Counts(engine.Model));
        using var text = plan.Text(bytes);
        var reader = new CsvRowReader(
            text, plan.Dialect, plan.Encoding, row => TextValidation.Of(row, options, isDecoded: true)?.Message, part.Line);
        await using (var output = new StreamWriter(buffer,
            new UTF8Encoding(plan is { HasMark: true, Dialect.IsJsonLines: false } && number == 0), leaveOpen: true))
        {
            ScoredRowWriter rows = plan.Dialect.IsJsonLines ? new ScoredJsonLines(output, plan.Dialect.ScoreMember)
                : new ScoredTable(output, plan.Dialect, plan.NamesModel);
            if (number == 0)
                rows.WriteHeader();
            await WriteAsync(reader, rows, counts, cancellationToken);
        }

        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), counts.Result(number, plan.Version, reader, Instance));
    }

    private async Task WriteAsync(
        CsvRowReader reader, ScoredRowWriter writer, Counts counts, CancellationToken cancellationToken)
    {
        var pending = new Queue<(List<CsvRow> Rows, Task<SentimentScore?[]> Scores)>();
        try
        {
            for (var isEnd = false; !isEnd || pending.Count > 0;)
            {
                var rows = isEnd ? [] : await reader.ReadAsync(cancellationToken);
                isEnd = rows.Count == 0;
                if (!isEnd)
                {
                    string[] texts = [.. rows.Where(row => row.Error is null).Select(row => row.Text)];
                    pending.Enqueue((rows, engine.ScoreWithRetryAsync(texts, mayBlock: false, cancellationToken)));
                }

                while (pending.Count > (isEnd ? 0 : ChunksInFlight))
                {
                    var (done, scores) = pending.Dequeue();
                    Write(writer, done, await scores, counts);
                }
            }
        }
        finally
        {
            // Observe the remaining tasks, so that an abandoned part leaves no unobserved exception.
            await ((Task)Task.WhenAll(pending.Select(chunk => chunk.Scores))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Write(ScoredRowWriter writer, List<CsvRow> rows, SentimentScore?[] scores, Counts counts)
    {
        var next = 0;
        foreach (var row in rows)
        {
            var score = row.Error is null ? scores[next++] : null;
            var error = row.Error ?? TextValidation.Of(score)?.Message;
            writer.Write(row, score, error);
            if (error is null)
                counts.Add(score!);
            else
                counts.Add(new RowError(row.Line, error));
        }
    }

    /// <summary>The counts of a part, which one thread updates while it writes the part.</summary>
    private sealed class Counts(ModelInfo model)
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private readonly string? positive = LabelNames.PositiveOf(model.Labels);
        private readonly Dictionary<string, long> labels = model.Labels.ToDictionary(label => label, _ => 0L);
        private readonly List<RowError> errors = [];
        private readonly Dictionary<string, long> deciders = [];
        private long failed, truncated, tokens;
        private double positiveSum;

        public void Add(SentimentScore score)
        {
            labels[score.Label] = labels.GetValueOrDefault(score.Label) + 1;
            if (score.DecidedBy is { } decider)
                deciders[decider.Name] = deciders.GetValueOrDefault(decider.Name) + 1;
            tokens += score.Tokens;
            truncated += score.Truncated ? 1 : 0;
            positiveSum += positive is null ? 0 : score.Scores[positive];
        }

        public void Add(RowError error)
        {
            failed++;
            if (errors.Count < MaxErrors)
                errors.Add(error);
        }

        public PartResult Result(int part, string version, CsvRowReader reader, string instance) => new(
            part, version, labels, failed, truncated, tokens, reader.SkippedLines, reader.ShortRows, positiveSum, errors,
            new(model.Name, model.Sha256, model.MaxTokens), instance, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3))
        {
            DecidedBy = deciders.Count > 0 ? deciders : null,
        };
    }
}
