using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace ServiceBusBroker.Queues;

/// <summary>The rules by which a message goes from one state to the next. Not thread-safe: the queue's gate guards it.</summary>
internal sealed class MessageLifecycle(QueueOptions options, MessageStore store, MessageQueue? deadLetters)
{
    private readonly DuplicateHistory? history =
        options.DuplicateDetectionWindow is { } window ? new DuplicateHistory(window) : null;

    private long lastSequenceNumber;
    private bool hasNewActive;

    /// <summary>Whether a message became active since the last call. May be called without the gate.</summary>
    public bool TakeNewActive() => Interlocked.Exchange(ref hasNewActive, false);

    /// <summary>Adds a message and returns its sequence number; a repeat is dropped and returns the first one's.</summary>
    public long Enqueue(IncomingMessage incoming, DateTimeOffset now)
    {
        if (history is not null && incoming.IdKey is { } id)
        {
            if (history.Find(id, now) is { } first)
                return first;
            history.Add(id, lastSequenceNumber + 1, now);
        }

        GiveId(incoming.Content);
        var life = incoming.TimeToLive < options.DefaultTimeToLive ? incoming.TimeToLive : options.DefaultTimeToLive ?? incoming.TimeToLive;
        ShowLife(incoming.Content, life);
        var message = new StoredMessage(incoming.Content, incoming.Size, life);
        if (incoming.ScheduledFor is { } time && time > now)
            Add(message, MessageState.Scheduled, time, now);
        else
            Activate(message, now);
        return message.SequenceNumber;
    }

    /// <summary>Adds a dead-lettered message. It no longer expires.</summary>
    public bool Accept(StoredMessage message, DateTimeOffset now)
    {
        message.ExpiresAt = null;
        message.IsDeferred = false;
        Add(message, MessageState.Active, due: null, now);
        return true;
    }

    public void Lock(StoredMessage message, DateTimeOffset now)
    {
        message.LockToken = Guid.NewGuid();
        store.Place(message, MessageState.Locked, now + options.LockDuration);
    }

    /// <summary>Ends a failed delivery; the last allowed one sends the message to the dead-letter queue.</summary>
    public void GiveBack(StoredMessage message, DateTimeOffset now)
    {
        message.DeliveryCount++;
        if (message.DeliveryCount >= options.MaxDeliveryCount)
            DeadLetter(message, "MaxDeliveryCountExceeded",
                $"Message could not be consumed after {message.DeliveryCount} delivery attempts.", now);
        else
            MakeReceivable(message, now);
    }

    public void Defer(StoredMessage message, DateTimeOffset now)
    {
        message.DeliveryCount++;
        message.IsDeferred = true;
        MakeReceivable(message, now);
    }

    /// <summary>Ends a lock: the message takes its old place in the order, or waits as deferred if it was deferred before.</summary>
    public void MakeReceivable(StoredMessage message, DateTimeOffset now)
    {
        if (message.IsDeferred)
        {
            store.Place(message, MessageState.Deferred, due: null);
            return;
        }

        store.Place(message, MessageState.Active, message.ExpiresAt);
        hasNewActive = true;
    }

    /// <summary>
    /// Finds a deferred message. As in the service, one that has expired is dead-lettered only now, when a receiver asks for it.
    /// </summary>
    public StoredMessage? FindDeferred(long sequenceNumber, DateTimeOffset now)
    {
        if (store.Find(sequenceNumber) is not { State: MessageState.Deferred } message)
            return null;
        if (message.ExpiresAt is not { } end || end > now)
            return message;
        Expire(message, now);
        return null;
    }

    /// <summary>Moves a message to the dead-letter queue; one that is there already stays, with the new reason.</summary>
    public void DeadLetter(StoredMessage message, string? reason, string? description, DateTimeOffset now)
    {
        Modify(message, new Map { [DeadLetterProperties.Reason] = reason, [DeadLetterProperties.Description] = description });
        if (deadLetters is null)
        {
            MakeReceivable(message, now);
            return;
        }

        store.Remove(message);
        message.Annotate(new Symbol("x-opt-deadletter-source"), options.Name);
        deadLetters.AcceptDeadLetter(message);
    }

    /// <summary>Sets the application properties that a receiver wants changed.</summary>
    public void Modify(StoredMessage message, Map? changes)
    {
        if (changes is { Count: > 0 })
            store.Rewrite(message, stored => stored.SetProperties(changes!));
    }

    /// <summary>Ends every state whose time has passed.</summary>
    public void ApplyTime(DateTimeOffset now)
    {
        while (store.FirstDue(now) is { } message)
        {
            switch (message.State)
            {
                case MessageState.Locked:
                    GiveBack(message, now);
                    break;
                case MessageState.Scheduled:
                    store.Remove(message);
                    Activate(message, now);
                    break;
                default:
                    Expire(message, now);
                    break;
            }
        }
    }

    private void Expire(StoredMessage message, DateTimeOffset now) =>
        DeadLetter(message, "TTLExpiredException", "The message expired and was dead lettered.", now);

    // The service gives an id to messages that have none; the official client for JavaScript needs one.
    private static void GiveId(Message message)
    {
        message.Properties ??= new Properties();
        if (message.Properties.GetMessageId() is null)
            message.Properties.MessageId = Guid.NewGuid().ToString("N");
    }

    // Its time to live starts here. A scheduled message is appended as if it were sent now, with a new sequence number.
    private void Activate(StoredMessage message, DateTimeOffset now)
    {
        message.ExpiresAt = Expiry(message.TimeToLive, now);
        Add(message, MessageState.Active, message.ExpiresAt, now);
    }

    private void Add(StoredMessage message, MessageState state, DateTimeOffset? due, DateTimeOffset now)
    {
        message.SequenceNumber = ++lastSequenceNumber;
        message.EnqueuedAt = now;
        store.Add(message, state, due);
        hasNewActive |= state == MessageState.Active;
    }

    // Receivers see the effective time to live. Clients write it in two places, and the .NET client reads the second one first.
    private static void ShowLife(Message message, TimeSpan? life)
    {
        if (life is not { TotalMilliseconds: <= uint.MaxValue } span)
            return;
        message.Header ??= new Header();
        message.Header.Ttl = (uint)span.TotalMilliseconds;
        if (message.Properties is { AbsoluteExpiryTime.Ticks: > 0, CreationTime: { Ticks: > 0 } created } properties
            && created < DateTime.MaxValue - span)
            properties.AbsoluteExpiryTime = created + span;
    }

    private static DateTimeOffset? Expiry(TimeSpan? life, DateTimeOffset now) => life < DateTimeOffset.MaxValue - now ? now + life : null;
}

/// <summary>The application properties that say why a message was dead-lettered.</summary>
internal static class DeadLetterProperties
{
    public const string Reason = "DeadLetterReason";
    public const string Description = "DeadLetterErrorDescription";
}
