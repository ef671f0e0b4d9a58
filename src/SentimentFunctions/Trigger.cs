namespace SentimentFunctions;

/// <summary>A trigger, with its names in telemetry.</summary>
/// <param name="Name">The name in the app's metrics.</param>
/// <param name="FaasTrigger">OpenTelemetry's name, <c>faas.trigger</c>.</param>
internal sealed record Trigger(string Name, string FaasTrigger)
{
    /// <summary>Calls of <c>POST /api/score</c>.</summary>
    public static readonly Trigger Http = new("http", "http");

    /// <summary>Messages of the review queue.</summary>
    public static readonly Trigger Queue = new("queue", "pubsub");

    /// <summary>Files in the review container.</summary>
    public static readonly Trigger Csv = new("csv", "datasource");

    /// <summary>Parts of such files. Their rows count under the same name as the file.</summary>
    public static readonly Trigger CsvPart = new("csv", "pubsub");
}
