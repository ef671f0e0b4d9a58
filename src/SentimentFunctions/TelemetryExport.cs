using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SentimentFunctions;

/// <summary>
/// Sends metrics, traces and logs to the destinations in the settings. Without such a setting, nothing is collected, at no cost.
/// </summary>
internal static class TelemetryExport
{
    /// <summary>OpenTelemetry's setting: the address of an OTLP collector.</summary>
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The platform's setting for Application Insights.</summary>
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Adds the exporters that are configured.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var (otlp, azureMonitor) = (configuration[Otlp], configuration[AzureMonitor]);
        if (string.IsNullOrEmpty(otlp) && string.IsNullOrEmpty(azureMonitor))
            return;
        // The deployment does not accept a key alone, so the exporter uses the app's identity (AZURE_CLIENT_ID).
        Action<AzureMonitorExporterOptions> toAzure = options =>
        {
            options.ConnectionString = azureMonitor;
            // Of the traces a sample is enough. A log line may be the only one about a complaint, a file or a message that fails.
            options.EnableTraceBasedLogsSampler = false;
            if (configuration["AZURE_CLIENT_ID"] is { Length: > 0 })
                options.Credential = new DefaultAzureCredential();
        };
        var name = configuration["OTEL_SERVICE_NAME"] ?? configuration["WEBSITE_SITE_NAME"] ?? InvocationTelemetry.Name;
        services.AddLogging(logs => logs.AddFilter("Azure", LogLevel.Warning)); // The Azure clients log every request.
        var telemetry = services.AddOpenTelemetry();
        telemetry.UseFunctionsWorkerDefaults(); // tells the host to leave the worker's logs and spans to the worker
        telemetry.ConfigureResource(resource => resource.AddService(name, serviceInstanceId: configuration["WEBSITE_INSTANCE_ID"]))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(InvocationTelemetry.Name, "Sentiment.Inference", "System.Runtime");
                if (!string.IsNullOrEmpty(otlp))
                    metrics.AddOtlpExporter();
                if (!string.IsNullOrEmpty(azureMonitor))
                    metrics.AddAzureMonitorMetricExporter(toAzure);
            })
            .WithTracing(traces =>
            {
                traces.AddSource("Sentiment.Inference");
                if (!string.IsNullOrEmpty(otlp))
                    traces.AddOtlpExporter();
                if (!string.IsNullOrEmpty(azureMonitor))
                    traces.AddAzureMonitorTraceExporter(toAzure);
            })
            .WithLogging(
                logs =>
                {
                    if (!string.IsNullOrEmpty(otlp))
                        logs.AddOtlpExporter();
                    if (!string.IsNullOrEmpty(azureMonitor))
                        logs.AddAzureMonitorLogExporter(toAzure);
                },
                options => options.IncludeFormattedMessage = true);
    }
}
