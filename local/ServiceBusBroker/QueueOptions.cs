using System.Text.RegularExpressions;

namespace ServiceBusBroker;

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
                $"'{Name}' is no queue name: use 1 to 260 letters, digits, periods, hyphens, underscores and slashes, with a letter or " +
                "digit at both ends.");

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
