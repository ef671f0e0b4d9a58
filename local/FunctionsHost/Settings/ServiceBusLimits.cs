namespace FunctionsHost.Settings;

/// <summary>extensions.serviceBus of host.json.</summary>
internal sealed record ServiceBusLimits
{
    /// <summary>Most messages of one batch invocation.</summary>
    public int MaxMessageBatchSize { get; init; } = 1000;

    /// <summary>Fewer are waited for, up to <see cref="MaxBatchWaitTime"/>.</summary>
    public int MinMessageBatchSize { get; init; } = 1;

    /// <summary>How long a batch may wait for its least size; half the longest lock at most.</summary>
    public TimeSpan MaxBatchWaitTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages fetched ahead of the running invocation. Their locks run meanwhile, and are not renewed.</summary>
    public int PrefetchCount { get; init; }

    /// <summary>Invocations at a time of a function that takes single messages. Batches always run one at a time.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How long the lock of a single message is renewed while its function runs. Those of batches never are.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the host completes the messages of invocations that succeeded.</summary>
    public bool AutoCompleteMessages { get; init; } = true;
}
