using Microsoft.Extensions.Logging;

namespace ServiceBusBroker;

/// <summary>How a <see cref="Broker"/> starts.</summary>
public sealed record BrokerOptions
{
    /// <summary>The TCP port on 127.0.0.1. Default 0: a free one, found at start and shown by <see cref="Broker.Port"/>.</summary>
    public int Port { get; init; }

    /// <summary>The queues that exist from the start; more can be added with <see cref="Broker.Declare"/>.</summary>
    public IReadOnlyList<QueueOptions> Queues { get; init; } = [];

    /// <summary>The clock for locks, schedules and expiry. Default: the system's; tests bring their own and need not wait.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Where refused links and requests are told that could not be understood. Default: nowhere.</summary>
    public ILogger? Logger { get; init; }
}
