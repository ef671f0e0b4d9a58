using Amqp;
using Amqp.Types;

namespace ServiceBusBroker.Queues;

/// <summary>
/// One queue's behaviour, without any network. Time is applied before every operation, so that every operation sees expired locks and
/// messages as expired; <see cref="Advance"/> does the same between operations. Thread-safe.
/// </summary>
internal sealed class MessageQueue
{
    private readonly QueueOptions options;
    private readonly TimeProvider time;
    private readonly MessageQueue? deadLetters;
    private readonly MessageStore store = new();
    private readonly MessageLifecycle lifecycle;
    private readonly Lock gate = new();

    public MessageQueue(QueueOptions options, TimeProvider time)
        : this(options, time, new MessageQueue(DeadLetterOptions(options), time, deadLetters: null))
    {
    }

    private MessageQueue(QueueOptions options, TimeProvider time, MessageQueue? deadLetters)
    {
        this.options = options;
        this.time = time;
        this.deadLetters = deadLetters;
        lifecycle = new MessageLifecycle(options, store, deadLetters);
    }

    /// <summary>Raised when messages may have become active, perhaps under a queue's gate: handlers only record it and return.</summary>
    public event Action? Available;

    public QueueOptions Options => options;

    /// <summary>The queue for messages that cannot be delivered; null for a dead-letter queue itself.</summary>
    public MessageQueue? DeadLetters => deadLetters;

    /// <summary>Adds all messages or none, and returns their sequence numbers; for a repeat, that of the first.</summary>
    /// <exception cref="AmqpException">They do not fit into the queue.</exception>
    public long[] Enqueue(IReadOnlyList<IncomingMessage> messages) => Change(now =>
    {
        var more = messages.Sum(message => (long)message.Size + StoredMessage.OverheadBytes);
        var held = store.SizeBytes + (deadLetters?.SizeBytes ?? 0);
        if (held + more > options.MaxSizeBytes)
            throw BrokerErrors.QueueFull(options.Name, held, more, options.MaxSizeBytes);
        return messages.Select(message => lifecycle.Enqueue(message, now)).ToArray();
    });

    /// <summary>Locks the first active message; null when there is none.</summary>
    /// <param name="showLock">Whether the delivery shows the lock.</param>
    public Delivery? Receive(bool showLock = true) => Change(now =>
    {
        if (store.FirstActive() is not { } message)
            return null;
        lifecycle.Lock(message, now);
        return new Delivery(message, showLock);
    });

    /// <summary>Removes a locked message, which has been processed.</summary>
    /// <returns>False when the lock is lost; the same holds for the other ways to settle.</returns>
    public bool Complete(Guid token) => Settle(token, (message, _) => store.Remove(message));

    /// <summary>Gives a locked message back, as a failed delivery.</summary>
    public bool Abandon(Guid token, Map? changes = null) => Settle(token, (message, now) =>
    {
        lifecycle.Modify(message, changes);
        lifecycle.GiveBack(message, now);
    });

    /// <summary>Gives a locked message back as if it had never been received.</summary>
    public bool Release(Guid token) => Settle(token, lifecycle.MakeReceivable);

    /// <summary>Sets a locked message aside for <see cref="ReceiveDeferred"/>.</summary>
    public bool Defer(Guid token, Map? changes = null) => Settle(token, (message, now) =>
    {
        lifecycle.Modify(message, changes);
        lifecycle.Defer(message, now);
    });

    /// <summary>Moves a locked message to the dead-letter queue.</summary>
    public bool DeadLetter(Guid token, string? reason, string? description, Map? changes = null) => Settle(token, (message, now) =>
    {
        lifecycle.Modify(message, changes);
        message.DeliveryCount++;
        lifecycle.DeadLetter(message, reason, description, now);
    });

    /// <summary>Renews the lock and returns its new end; null when the lock is lost.</summary>
    public DateTimeOffset? Renew(Guid token) => Change(now =>
    {
        if (store.FindLocked(token) is not { } message)
            return (DateTimeOffset?)null;
        store.Place(message, MessageState.Locked, now + options.LockDuration);
        return message.DueAt;
    });

    /// <summary>Removes a scheduled message; false if there is no such message.</summary>
    public bool CancelScheduled(long sequenceNumber) => Change(_ =>
    {
        if (store.Find(sequenceNumber) is not { State: MessageState.Scheduled } message)
            return false;
        store.Remove(message);
        return true;
    });

    /// <summary>
    /// Shows messages in any state without receiving them, until <paramref name="maxBytes"/> are reached; at least one if there is one.
    /// </summary>
    public IReadOnlyList<Delivery> Peek(long fromSequenceNumber, int maxCount, long maxBytes) => Change(_ =>
    {
        var found = new List<Delivery>();
        var bytes = 0L;
        foreach (var message in store.From(fromSequenceNumber).Take(maxCount))
        {
            bytes += message.Size;
            if (found.Count > 0 && bytes > maxBytes)
                break;
            found.Add(new Delivery(message, showLock: false));
        }

        return found;
    });

    /// <summary>Receives deferred messages: under a lock, or removing them.</summary>
    /// <exception cref="AmqpException">
    /// One of the numbers is not that of a deferred message that has not expired; then none is received.
    /// </exception>
    public IReadOnlyList<Delivery> ReceiveDeferred(IReadOnlyList<long> sequenceNumbers, bool peekLock) => Change(now =>
    {
        var messages = sequenceNumbers.Distinct().Select(number =>
            lifecycle.FindDeferred(number, now) ?? throw BrokerErrors.MessageNotFound(number)).ToList();
        return messages.ConvertAll(message =>
        {
            lifecycle.Lock(message, now);
            var delivery = new Delivery(message, showLock: peekLock);
            if (!peekLock)
                store.Remove(message);
            return delivery;
        });
    });

    /// <summary>Applies the current time: locks expire, scheduled messages become active, messages expire.</summary>
    public void Advance() => Change(_ => true);

    public QueueCounts Count() => Change(_ => new QueueCounts(
        store.CountOf(MessageState.Active), store.CountOf(MessageState.Locked), store.CountOf(MessageState.Scheduled),
        store.CountOf(MessageState.Deferred), deadLetters?.Count().Live ?? 0));

    /// <summary>Adds a message that another queue could not deliver.</summary>
    internal void AcceptDeadLetter(StoredMessage message) => Change(now => lifecycle.Accept(message, now));

    private long SizeBytes => Change(_ => store.SizeBytes);

    private static QueueOptions DeadLetterOptions(QueueOptions options) => options with
    {
        Name = options.Name + QueueAddress.DeadLetterSuffix,
        MaxDeliveryCount = int.MaxValue,
        DuplicateDetectionWindow = null,
        DefaultTimeToLive = null,
        MaxSizeBytes = long.MaxValue,
    };

    private T Change<T>(Func<DateTimeOffset, T> change)
    {
        try
        {
            lock (gate)
            {
                var now = time.GetUtcNow();
                lifecycle.ApplyTime(now);
                return change(now);
            }
        }
        finally
        {
            RaiseAvailable();
            deadLetters?.RaiseAvailable();
        }
    }

    private void RaiseAvailable()
    {
        if (lifecycle.TakeNewActive())
            Available?.Invoke();
    }

    private bool Settle(Guid token, Action<StoredMessage, DateTimeOffset> settle) => Change(now =>
    {
        if (store.FindLocked(token) is not { } message)
            return false;
        settle(message, now);
        return true;
    });
}
