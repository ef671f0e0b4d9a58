using System.Diagnostics;

namespace SentimentFunctions;

/// <summary>One of the three ways in, as telemetry names it.</summary>
/// <param name="Name">In the app's own metrics.</param>
/// <param name="Function">The function behind it; the name of its spans.</param>
/// <param name="Trigger">OpenTelemetry's word for its trigger, <c>faas.trigger</c>.</param>
/// <param name="Kind">What its spans are.</param>
internal sealed record Door(string Name, string Function, string Trigger, ActivityKind Kind)
{
    /// <summary>Calls of <c>POST /api/score</c>.</summary>
    public static readonly Door Http = new("http", nameof(SentimentFunctions.Http.ScoreHttp), "http", ActivityKind.Server);

    /// <summary>Messages of the review queue.</summary>
    public static readonly Door Queue = new("queue", nameof(SentimentFunctions.Queue.ScoreQueue), "pubsub", ActivityKind.Consumer);

    /// <summary>Files in the review container.</summary>
    public static readonly Door Csv = new("csv", nameof(SentimentFunctions.Csv.ScoreCsv), "datasource", ActivityKind.Consumer);
}
