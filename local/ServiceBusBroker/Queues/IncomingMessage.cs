using Amqp;
using Amqp.Types;

namespace ServiceBusBroker.Queues;

/// <summary>A message as a sender gave it, owned by the broker from now on.</summary>
/// <param name="Content">The decoded message.</param>
/// <param name="Size">Bytes of the encoded message.</param>
internal sealed record IncomingMessage(Message Content, int Size)
{
    private static readonly Symbol ScheduledEnqueueTime = new("x-opt-scheduled-enqueue-time");

    /// <summary>The sender's message id as text; null when there is none.</summary>
    public string? Id => Content.Properties?.GetMessageId()?.ToString();

    /// <summary>How long it may wait, as the sender wishes; null: as the queue says.</summary>
    public TimeSpan? TimeToLive => Content.Header is { Ttl: > 0 } header ? TimeSpan.FromMilliseconds(header.Ttl) : null;

    /// <summary>When it shall become active; null: at once.</summary>
    public DateTimeOffset? ScheduledFor =>
        Content.MessageAnnotations?.Map.TryGetValue(ScheduledEnqueueTime, out var value) == true && value is DateTime time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : null;
}
