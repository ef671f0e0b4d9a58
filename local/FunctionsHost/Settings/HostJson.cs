using System.Globalization;
using System.Text.Json;

namespace FunctionsHost.Settings;

/// <summary>
/// The part of host.json that this host reads, with the settings that override it. Defaults are those of the Functions host.
/// </summary>
internal sealed record HostJson
{
    internal static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // Half the longest lock of Service Bus: the messages of a batch are locked while they wait, and are processed after that.
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

    /// <summary>Reads the file, which may be missing, and the settings AzureFunctionsJobHost__A__B, which override its A.B.</summary>
    /// <exception cref="HostException">The file is not JSON or a value is out of range; the message names it.</exception>
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

/// <summary>extensions.serviceBus of host.json.</summary>
internal sealed record ServiceBusLimits
{
    /// <summary>The maximum number of messages in a batch.</summary>
    public int MaxMessageBatchSize { get; init; } = 1000;

    /// <summary>The number of messages that a batch waits for, up to <see cref="MaxBatchWaitTime"/>.</summary>
    public int MinMessageBatchSize { get; init; } = 1;

    /// <summary>How long a batch may wait for its minimum size; half the longest lock at most.</summary>
    public TimeSpan MaxBatchWaitTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages fetched ahead of the running invocation. Their locks run meanwhile, and are not renewed.</summary>
    public int PrefetchCount { get; init; }

    /// <summary>Concurrent invocations of a function that takes single messages. Batches always run one at a time.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How long the lock of a single message is renewed while its function runs. Those of batches never are.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the host completes the messages of invocations that succeeded.</summary>
    public bool AutoCompleteMessages { get; init; } = true;
}

/// <summary>extensions.blobs of host.json.</summary>
internal sealed record BlobLimits
{
    /// <summary>Blobs that one function processes at a time.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>Attempts before a blob is reported to the poison queue and not tried again.</summary>
    public int PoisonBlobThreshold { get; init; } = 5;
}
