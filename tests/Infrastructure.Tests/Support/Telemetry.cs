namespace Infrastructure.Tests.Support;

/// <summary>The telemetry of a deployment that can be queried.</summary>
internal static class Telemetry
{
    private static readonly string[] OfInsights = ["AppDependencies", "AppExceptions", "AppMetrics", "AppRequests", "AppTraces"];

    /// <summary>Tables of the workspace that the deployment writes to.</summary>
    public static IReadOnlyList<string> TablesOf(Deployment deployment)
    {
        var settings = deployment.OfType("Microsoft.Insights/diagnosticSettings").ToArray();
        return
        [
            .. deployment.OfType("Microsoft.Insights/components").Any() ? OfInsights : [],
            .. settings.Any(setting => setting.At("properties", "metrics").ValueKind != default) ? ["AzureMetrics"] : Array.Empty<string>(),
            .. Logs("/blobServices/") ? ["StorageBlobLogs"] : Array.Empty<string>(),
            .. Logs("/queueServices/") ? ["StorageQueueLogs"] : Array.Empty<string>(),
        ];

        bool Logs(string service) => settings.Any(setting =>
            setting.Id.Contains(service, StringComparison.Ordinal) && setting.At("properties", "logs").EnumerateArray().Any());
    }

    /// <summary>The metric that an alert watches.</summary>
    public static string MetricOf(Resource alert) => Criterion(alert).GetProperty("metricName").GetString()!;

    /// <summary>The query of a log alert.</summary>
    public static string QueryOf(Resource alert) => Criterion(alert).GetProperty("query").GetString()!;

    /// <summary>The one criterion of an alert.</summary>
    public static System.Text.Json.JsonElement Criterion(Resource alert) =>
        alert.At("properties", "criteria", "allOf").EnumerateArray().Single();
}
