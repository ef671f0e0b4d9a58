namespace ServiceBusBroker.Queues;

/// <summary>
/// Holds a queue's messages and keeps the indexes over them consistent: by sequence number, active in order, locked by token, and
/// everything that ends by itself in order of time. Not thread-safe: the queue's gate guards it.
/// </summary>
internal sealed class MessageStore
{
    private readonly Dictionary<long, StoredMessage> bySequence = [];
    private readonly SortedSet<long> order = [];
    private readonly SortedSet<long> active = [];
    private readonly Dictionary<Guid, StoredMessage> locked = [];
    private readonly SortedSet<(DateTimeOffset Due, long SequenceNumber)> dueTimes = [];
    private readonly int[] counts = new int[Enum.GetValues<MessageState>().Length];

    public long SizeBytes { get; private set; }

    public int CountOf(MessageState state) => counts[(int)state];

    public void Add(StoredMessage message, MessageState state, DateTimeOffset? due)
    {
        bySequence.Add(message.SequenceNumber, message);
        order.Add(message.SequenceNumber);
        SizeBytes += message.Size;
        Enter(message, state, due);
    }

    public void Remove(StoredMessage message)
    {
        Leave(message);
        bySequence.Remove(message.SequenceNumber);
        order.Remove(message.SequenceNumber);
        SizeBytes -= message.Size;
    }

    /// <summary>Moves a message to another state, which ends by itself at <paramref name="due"/> or never.</summary>
    public void Place(StoredMessage message, MessageState state, DateTimeOffset? due)
    {
        Leave(message);
        Enter(message, state, due);
    }

    /// <summary>Changes a message's content and updates the byte count.</summary>
    public void Rewrite(StoredMessage message, Action<StoredMessage> change)
    {
        SizeBytes -= message.Size;
        change(message);
        SizeBytes += message.Size;
    }

    public StoredMessage? FirstActive() => active.Count == 0 ? null : bySequence[active.Min];

    public StoredMessage? Find(long sequenceNumber) => bySequence.GetValueOrDefault(sequenceNumber);

    public StoredMessage? FindLocked(Guid token) => locked.GetValueOrDefault(token);

    /// <summary>The message whose state ended first, if that is not after <paramref name="now"/>.</summary>
    public StoredMessage? FirstDue(DateTimeOffset now) =>
        dueTimes.Count > 0 && dueTimes.Min.Due <= now ? bySequence[dueTimes.Min.SequenceNumber] : null;

    /// <summary>Messages in order from a sequence number on, whatever their state.</summary>
    public IEnumerable<StoredMessage> From(long sequenceNumber) =>
        order.Count == 0 || sequenceNumber > order.Max
            ? []
            : order.GetViewBetween(sequenceNumber, long.MaxValue).Select(number => bySequence[number]);

    private void Enter(StoredMessage message, MessageState state, DateTimeOffset? due)
    {
        message.State = state;
        message.DueAt = due;
        counts[(int)state]++;
        if (state == MessageState.Active)
            active.Add(message.SequenceNumber);
        if (state == MessageState.Locked)
            locked.Add(message.LockToken, message);
        if (due is { } time)
            dueTimes.Add((time, message.SequenceNumber));
    }

    private void Leave(StoredMessage message)
    {
        counts[(int)message.State]--;
        if (message.State == MessageState.Active)
            active.Remove(message.SequenceNumber);
        if (message.State == MessageState.Locked)
            locked.Remove(message.LockToken);
        if (message.DueAt is { } time)
            dueTimes.Remove((time, message.SequenceNumber));
    }
}
