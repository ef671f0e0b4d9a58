namespace FunctionsHost.Settings;

/// <summary>extensions.serviceBus of host.json.</summary>
internal sealed record ServiceBusLimits
{
    /// <summary>Most messages of one batch invocation.</summary>
    public int MaxMessageBatchSize { get; init; } = 1000;

    /// <summary>Fewer are waited for, up to <see cref="MaxBatchWaitTime"/>.</summary>
    public int MinMessageBatchSize { get; init; } = 1;

    public TimeSpan MaxBatchWaitTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages fetched ahead of the running invocation. Their locks run meanwhile.</summary>
    public int PrefetchCount { get; init; }

    /// <summary>Invocations at a time of a function that takes single messages. Batches always run one at a time.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    public bool AutoCompleteMessages { get; init; } = true;
}
