using System.Text;
using System.Text.Json;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>The result of one file, as JSON: the summary blob and the message on the queue of completed files.</summary>
internal static class CsvSummary
{
    /// <summary>The final states of a file.</summary>
    public const string Done = "done", Refused = "refused", Cancelled = "cancelled";

    /// <summary>The summary of a file whose parts are all scored.</summary>
    /// <param name="name">The file.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="now">The time.</param>
    /// <param name="lastPart">The part that was finished last: if its message is delivered again, the summary is sent again.</param>
    public static string Of(string name, CsvPlan plan, IReadOnlyList<PartResult> parts, DateTimeOffset now, int lastPart) => Json(json =>
    {
        var (rows, scored) = (parts.Sum(part => part.Rows), parts.Sum(part => part.Scored));
        // The clock of the instance that planned may be ahead.
        var seconds = Math.Max((now - plan.Planned).TotalSeconds, 0.001);
        var labels = parts.SelectMany(part => part.Labels.Keys).Distinct()
            .ToDictionary(label => label, label => parts.Sum(part => part.Labels.GetValueOrDefault(label)));
        WriteHead(json, name, plan.Version, Done);
        json.WriteString("output", GzipFile.OutputName(name));
        json.WriteNumber("rows", rows);
        WriteNumber("positives", LabelNames.PositiveOf(labels.Keys) is { } positive ? labels[positive] : null);
        WriteNumber("negatives", LabelNames.NegativeOf(labels.Keys) is { } negative ? labels[negative] : null);
        json.WriteNumber("undecided", labels.GetValueOrDefault(SentimentScore.Undecided));
        json.WriteStartObject("labels");
        foreach (var (label, count) in labels)
            json.WriteNumber(label, count);
        json.WriteEndObject();
        if (plan.NamesModel)
        {
            json.WriteStartObject("decidedBy");
            foreach (var decider in parts.SelectMany(part => part.DecidedBy ?? new Dictionary<string, long>()).GroupBy(pair => pair.Key))
                json.WriteNumber(decider.Key, decider.Sum(pair => pair.Value));
            json.WriteEndObject();
        }

        json.WriteNumber("failed", parts.Sum(part => part.Failed));
        json.WriteNumber("truncated", parts.Sum(part => part.Truncated));
        json.WriteNumber("skippedLines", parts.Sum(part => part.SkippedLines));
        json.WriteNumber("shortRows", parts.Sum(part => part.ShortRows));
        json.WriteString("encoding", plan.Encoding);
        WriteNumber("meanScore", LabelNames.PositiveOf(labels.Keys) is null ? null
            : scored == 0 ? 0 : Math.Round((decimal)(parts.Sum(part => part.PositiveSum) / scored), 6));
        json.WriteNumber("tokens", parts.Sum(part => part.Tokens));
        json.WriteNumber("seconds", Math.Round(seconds, 3));
        json.WriteNumber("rowsPerSecond", Math.Round(rows / seconds, 1));
        json.WriteNumber("parts", parts.Count);
        json.WriteNumber("lastPart", lastPart);
        json.WriteNumber("instances", parts.Select(part => part.Instance).Distinct().Count());
        WriteModels(json, [.. parts.Select(part => part.Model).Distinct()]);
        json.WriteStartArray("errors");
        foreach (var error in parts.SelectMany(part => part.Errors).Take(PartScorer.MaxErrors))
        {
            json.WriteStartObject();
            json.WriteNumber("line", error.Line);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void WriteNumber(string name, decimal? value)
        {
            if (value is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteNull(name);
        }
    });

    /// <summary>The summary of a file that is not scored.</summary>
    /// <param name="name">The file.</param>
    /// <param name="version">Its version.</param>
    /// <param name="state">Refused or cancelled.</param>
    /// <param name="problem">Why.</param>
    public static string Of(string name, string version, string state, string problem) => Json(json =>
    {
        WriteHead(json, name, version, state);
        json.WriteNull("output");
        json.WriteString("problem", problem);
        foreach (var count in (string[])["rows", "positives", "negatives", "undecided", "failed"])
            json.WriteNumber(count, 0);
    });

    private static string Json(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(ScoreJson.Object(write, indented: true).Span);

    private static void WriteHead(Utf8JsonWriter json, string name, string version, string state)
    {
        json.WriteString("input", name);
        json.WriteString("version", version);
        json.WriteString("state", state);
    }

    /// <summary>The model; all models if the setting changed while the file was being scored.</summary>
    private static void WriteModels(Utf8JsonWriter json, IReadOnlyList<PartModel> models)
    {
        Write(models[0], "model");
        if (models.Count == 1)
            return;
        json.WriteStartArray("models");
        foreach (var model in models)
            Write(model);
        json.WriteEndArray();

        void Write(PartModel model, string? member = null) => json.WriteModel(model.Name, model.Sha256, model.MaxTokens, member);
    }
}
