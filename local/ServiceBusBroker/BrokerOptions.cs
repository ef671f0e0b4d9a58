using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace ServiceBusBroker;

/// <summary>How a <see cref="Broker"/> starts.</summary>
public sealed record BrokerOptions
{
    /// <summary>The TCP port on 127.0.0.1. Default 0: a free one, found at start and shown by <see cref="Broker.Port"/>.</summary>
    public int Port { get; init; }

    /// <summary>The queues that exist from the start; more can be added with <see cref="Broker.Declare"/>.</summary>
    public IReadOnlyList<QueueOptions> Queues { get; init; } = [];

    /// <summary>The clock for locks, schedules and expiry. Default: the system's; tests pass their own and need not wait.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>
    /// How long each send, settlement, management request and delivery takes, to simulate a remote broker: zero, the default, to half a
    /// second, which is less than the shortest lock. It adds latency and does not limit throughput: requests are carried out at once and
    /// answered after this time, any number of operations run at once, and a link keeps their order. A message's lock starts before the
    /// delay.
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

/// <summary>One queue and its rules. Names are compared without regard to case, as the service does.</summary>
/// <param name="Name">1 to 260 letters, digits, periods, hyphens, underscores and slashes; starts and ends with a letter or digit.</param>
public sealed partial record QueueOptions(string Name)
{
    /// <summary>How long a received message is hidden from other receivers; 1 second to 5 minutes, as in the service.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this many deliveries that were not completed a message is dead-lettered; at least 1.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long message ids are remembered to drop repeats, up to 7 days; null: repeats are kept.</summary>
    public TimeSpan? DuplicateDetectionWindow { get; init; }

    /// <summary>The longest a message may wait; a message's own time to live can only shorten it. Null: no limit.</summary>
    public TimeSpan? DefaultTimeToLive { get; init; }

    /// <summary>
    /// Bytes of messages, dead-lettered ones included, that the queue holds before it refuses more. A message counts with its encoded
    /// size and 1 KiB for the broker's own objects, so this bounds memory for small messages too.
    /// </summary>
    public long MaxSizeBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Throws when a value is outside what the service accepts.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the queue, the setting and the range.</exception>
    internal void Validate()
    {
        if (string.IsNullOrEmpty(Name) || Name.Length > 260 || !ValidName().IsMatch(Name))
            throw new ArgumentException(
                $"'{Name}' is not a queue name: use 1 to 260 letters, digits, periods, hyphens, underscores and slashes, with a letter " +
                "or digit at both ends.");

        Require(LockDuration >= TimeSpan.FromSeconds(1) && LockDuration <= TimeSpan.FromMinutes(5),
            nameof(LockDuration), LockDuration, "1 second to 5 minutes");
        Require(MaxDeliveryCount >= 1, nameof(MaxDeliveryCount), MaxDeliveryCount, "at least 1");
        Require(DuplicateDetectionWindow is not { } window || (window > TimeSpan.Zero && window <= TimeSpan.FromDays(7)),
            nameof(DuplicateDetectionWindow), DuplicateDetectionWindow, "more than zero, up to 7 days, or null for none");
        Require(DefaultTimeToLive is not { } life || life > TimeSpan.Zero,
            nameof(DefaultTimeToLive), DefaultTimeToLive, "more than zero, or null for no limit");
        Require(MaxSizeBytes >= 1, nameof(MaxSizeBytes), MaxSizeBytes, "at least 1");
    }

    private void Require(bool valid, string setting, object? value, string range)
    {
        if (!valid)
            throw new ArgumentException($"Queue '{Name}': {setting} is {value}, it must be {range}.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
