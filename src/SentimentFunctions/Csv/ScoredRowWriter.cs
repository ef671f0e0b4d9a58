using System.Globalization;
using System.Text;
using System.Text.Json;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>Writes the rows of a scored file.</summary>
internal abstract class ScoredRowWriter
{
    /// <summary>Writes the header, if the format has one.</summary>
    public virtual void WriteHeader()
    {
    }

    /// <summary>Writes one row.</summary>
    /// <param name="row">The row as it was read.</param>
    /// <param name="score">Its score; not used when there is an error.</param>
    /// <param name="error">Why it has no score, or null.</param>
    public abstract void Write(CsvRow row, SentimentScore? score, string? error);
}

/// <summary>A table: the input's columns, then the score's.</summary>
/// <param name="output">Receives the rows.</param>
/// <param name="dialect">The input's columns and delimiter.</param>
/// <param name="withModel">Whether one of two models decides each row; a column then names that model.</param>
internal sealed class ScoredTable(TextWriter output, CsvDialect dialect, bool withModel) : ScoredRowWriter
{
    /// <summary>The columns that are added. If the input has them from an earlier scoring, they are replaced.</summary>
    public static readonly IReadOnlyList<string> ScoreColumns =
    [
        "sentiment_label", "sentiment_score", "sentiment_tokens", "sentiment_unknown", "sentiment_truncated", "sentiment_error",
    ];

    private const string ModelColumn = "sentiment_decided_by";

    private readonly CsvRowWriter csv = new(output, dialect.OutputDelimiter);

    /// <inheritdoc/>
    public override void WriteHeader() => csv.Write([.. Kept(dialect.Columns), .. ScoreColumns, .. Decider(ModelColumn)]);

    /// <inheritdoc/>
    public override void Write(CsvRow row, SentimentScore? score, string? error) =>
        csv.Write(
        [
            .. Kept(row.Fields), .. error is null ? Fields(score!) : ["", "", "", "", "", error],
            .. Decider(error is null ? score!.DecidedBy?.Name ?? "" : ""),
        ]);

    private string[] Decider(string name) => withModel ? [name] : [];

    private static string[] Fields(SentimentScore score) =>
    [
        score.Label,
        score.Score.ToString(CultureInfo.InvariantCulture),
        score.Tokens.ToString(CultureInfo.InvariantCulture),
        score.Unknown.ToString(CultureInfo.InvariantCulture),
        score.Truncated ? "true" : "false",
        "",
    ];

    private IEnumerable<string> Kept(IReadOnlyList<string> fields) =>
        fields.Where(
            (_, column) => column == dialect.TextColumn
            || !(ScoreColumns.Contains(dialect.Columns[column]) || dialect.Columns[column] == ModelColumn));
}

/// <summary>
/// JSON Lines: the unchanged objects of the input, with the score as their last member. It replaces the score of an earlier scoring, but
/// no other member: then the score has another name.
/// </summary>
/// <param name="output">Receives the rows.</param>
/// <param name="scoreMember">The member of the score, by the beginning of the file; null for the usual one.</param>
internal sealed class ScoredJsonLines(TextWriter output, string? scoreMember) : ScoredRowWriter
{
    /// <inheritdoc/>
    public override void Write(CsvRow row, SentimentScore? score, string? error)
    {
        var (value, problem) = JsonLines.Parse(row.Source!);
        // The beginning of the file may not have shown that a later row has such a member.
        var name = JsonLines.ScoreMember(scoreMember ?? JsonLines.UsualScoreMember, [value]);
        output.Write('{');
        foreach (var member in problem is null ? Members(value, name) : [Line(row.Source!)])
        {
            output.Write(member);
            output.Write(',');
        }

        output.Write($"\"{name}\":");
        output.Write(Encoding.UTF8.GetString(ScoreJson.Object(json =>
        {
            if (error is null)
                json.WriteScore(score!);
            else
                json.WriteString("error", error);
        }).Span));
        output.Write("}\n");
    }

    /// <summary>The unchanged members of an object, without an earlier score. A string becomes a member.</summary>
    private static IEnumerable<string> Members(JsonElement value, string scoreMember) =>
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Where(member => !member.NameEquals(scoreMember)).Select(member => member.ToString())
            : [$"\"text\":{value.GetRawText()}"];

    /// <summary>A line that is not valid JSON becomes a member, too.</summary>
    private static string Line(string line) => $"\"line\":{JsonSerializer.Serialize(line, FileJson.Default.String)}";
}
