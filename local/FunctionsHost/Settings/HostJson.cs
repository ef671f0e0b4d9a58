using System.Globalization;
using System.Text.Json;

namespace FunctionsHost.Settings;

/// <summary>
/// The part of host.json that this host reads, with the settings that override it. Defaults are those of the Functions host.
/// </summary>
internal sealed record HostJson
{
    internal static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // Half the longest lock that Service Bus gives: the messages of a batch wait under theirs, and are to be worked on after that.
    private static readonly TimeSpan LongestBatchWait = TimeSpan.FromSeconds(150);

    /// <summary>First part of every HTTP route; may be empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>How long one invocation may take; null for no limit.</summary>
    public TimeSpan? FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The host traces its requests.</summary>
    public bool HasTelemetry { get; init; }

    public LogLevels LogLevels { get; init; } = LogLevels.Information;

    public ServiceBusLimits ServiceBus { get; init; } = new();

    public BlobLimits Blobs { get; init; } = new();

    /// <summary>What the file says, which may be missing, and the settings AzureFunctionsJobHost__A__B, which win over its A.B.</summary>
    /// <exception cref="HostException">The file is no JSON or a value is out of range; the message names it.</exception>
    public static HostJson Read(string path, AppSettings settings)
    {
        try
        {
            return From(HostSection.Root(path, settings));
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new HostException($"{path} cannot be read: {exception.GetBaseException().Message}", exception);
        }
    }

    private static HostJson From(HostSection root)
    {
        var defaults = new HostJson();
        var blobs = root.Section("extensions").Section("blobs");
        return new HostJson
        {
            RoutePrefix = (root.Section("extensions").Section("http").Text("routePrefix") ?? defaults.RoutePrefix).Trim('/'),
            FunctionTimeout = Timeout(root, defaults.FunctionTimeout),
            ServiceBus = ServiceBusOf(root.Section("extensions").Section("serviceBus")),
            LogLevels = LogLevels.Read(root.Section("logging").Section("logLevel")),
            HasTelemetry = "OpenTelemetry".Equals(root.Text("telemetryMode"), StringComparison.OrdinalIgnoreCase),
            Blobs = new BlobLimits
            {
                MaxDegreeOfParallelism = blobs.Number("maxDegreeOfParallelism", 1, 1_000) ?? defaults.Blobs.MaxDegreeOfParallelism,
                PoisonBlobThreshold = blobs.Number("poisonBlobThreshold", 1, 1_000) ?? defaults.Blobs.PoisonBlobThreshold,
            },
        };
    }

    private static ServiceBusLimits ServiceBusOf(HostSection section)
    {
        var defaults = new ServiceBusLimits();
        var most = section.Number("maxMessageBatchSize", 1, 10_000) ?? defaults.MaxMessageBatchSize;
        return new ServiceBusLimits
        {
            MaxMessageBatchSize = most,
            MinMessageBatchSize = section.Number("minMessageBatchSize", 1, most) ?? defaults.MinMessageBatchSize,
            MaxBatchWaitTime = section.Span("maxBatchWaitTime", LongestBatchWait) ?? defaults.MaxBatchWaitTime,
            PrefetchCount = section.Number("prefetchCount", 0, 10_000) ?? defaults.PrefetchCount,
            MaxConcurrentCalls = section.Number("maxConcurrentCalls", 1, 10_000) ?? defaults.MaxConcurrentCalls,
            MaxAutoLockRenewalDuration = section.Span("maxAutoLockRenewalDuration") ?? defaults.MaxAutoLockRenewalDuration,
            AutoCompleteMessages = section.Flag("autoCompleteMessages") ?? defaults.AutoCompleteMessages,
        };
    }

    private static TimeSpan? Timeout(HostSection root, TimeSpan? otherwise) => root.Text("functionTimeout") switch
    {
        null => otherwise,
        "-1" => null,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero => span,
        var text => throw root.Bad("functionTimeout", text, "a time such as 00:05:00, or -1 for none"),
    };
}
