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

    /// <summary>
    /// How long each send, settlement, management request and delivery takes, as if the broker were that far away: zero, the default, to
    /// half a second, which is less than the shortest lock. It is latency, not throughput: what a client asks for is done at once and
    /// answered after this time, any number of operations are on their way at once, and on a link they keep their order. A message's lock
    /// starts when it sets out.
    /// </summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The log for refused links and for requests that could not be understood. Default: none.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Throws when a value is out of range.</summary>
    /// <exception cref="ArgumentException">The message names the setting and the range.</exception>
    internal void Validate()
    {
        if (Latency < TimeSpan.Zero || Latency > TimeSpan.FromSeconds(0.5))
            throw new ArgumentException($"Latency is {Latency}, it must be zero to half a second.");
    }
}
