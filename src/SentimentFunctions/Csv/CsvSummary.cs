using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>What came of one file. Counted by one thread.</summary>
/// <param name="input">The input's name.</param>
/// <param name="output">The scored file's name.</param>
/// <param name="model">The model that scores it.</param>
internal sealed class CsvSummary(string input, string output, ModelInfo model)
{
    private const string Positive = "POSITIVE";

    /// <summary>More would make the message on the queue too large; the scored file has them all.</summary>
    private const int MaxErrors = 20;

    private readonly long started = Stopwatch.GetTimestamp();
    private readonly List<(int Line, string Message)> errors = [];
    private readonly Dictionary<string, long> labels = model.Labels.ToDictionary(label => label, _ => 0L);
    private long tokens, truncated, skippedLines, shortRows;
    private string? encoding;
    private double positiveSum;

    /// <summary>Why there is no scored file, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The rows that have a score, so far.</summary>
    public long Scored => labels.Values.Sum();

    /// <summary>The rows that have an error instead, so far.</summary>
    public long Failed { get; private set; }

    private double Seconds => Stopwatch.GetElapsedTime(started).TotalSeconds;

    /// <summary>The file as a whole cannot be read.</summary>
    public void Refuse(string problem) => Problem = problem;

    /// <summary>How the file was decoded.</summary>
    public void Decoded(Encoding by) => encoding = by.WebName;

    /// <summary>The file is read to its end.</summary>
    /// <param name="skipped">Lines that are no rows: blank ones, and titles and comments above the header.</param>
    /// <param name="shorter">Rows with fewer fields than the header.</param>
    public void CountLines(long skipped, long shorter) => (skippedLines, shortRows) = (skipped, shorter);

    /// <summary>One more row, scored.</summary>
    public void Count(SentimentScore score)
    {
        labels[score.Label]++;
        tokens += score.Tokens;
        truncated += score.Truncated ? 1 : 0;
        positiveSum += score.Scores.GetValueOrDefault(Positive);
    }

    /// <summary>One more row, not scored.</summary>
    public void CountError(int line, string message)
    {
        Failed++;
        if (errors.Count < MaxErrors)
            errors.Add((line, message));
    }

    /// <summary>For logs, so without the problem itself: that quotes the file where it helps.</summary>
    public override string ToString() => Problem is not null
        ? $"{input}: not scored; its summary says why"
        : $"{input}: {Scored + Failed} rows, {Scored} scored, {Failed} failed, {(Scored + Failed) / Seconds:F0} rows a second";

    /// <summary>For programs: the summary blob and the message on the queue.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ScoreJson.Object(Write, indented: true).Span);

    private void Write(Utf8JsonWriter json)
    {
        var seconds = Seconds;
        json.WriteString("input", input);
        json.WriteString("output", Problem is null ? output : null);
        if (Problem is not null)
            json.WriteString("problem", Problem);
        json.WriteNumber("rows", Scored + Failed);
        json.WriteNumber("positives", labels.GetValueOrDefault(Positive));
        json.WriteNumber("negatives", labels.GetValueOrDefault("NEGATIVE"));
        json.WriteNumber("failed", Failed);
        json.WriteNumber("truncated", truncated);
        json.WriteNumber("skippedLines", skippedLines);
        json.WriteNumber("shortRows", shortRows);
        json.WriteString("encoding", encoding);
        json.WriteNumber("meanScore", Scored == 0 ? 0 : Math.Round(positiveSum / Scored, 6));
        json.WriteNumber("tokens", tokens);
        json.WriteNumber("seconds", Math.Round(seconds, 3));
        json.WriteNumber("rowsPerSecond", Math.Round((Scored + Failed) / seconds, 1));
        json.WriteModel(model);
        json.WriteStartArray("errors");
        foreach (var (line, message) in errors)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
