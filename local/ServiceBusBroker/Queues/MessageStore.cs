namespace ServiceBusBroker.Queues;

/// <summary>
/// Holds a queue's messages and keeps the indexes over them consistent: by sequence number, active in order, locked by token, and
/// everything that ends by itself in order of time. Not thread-safe: the queue's gate guards it.
/// </summary>
internal sealed class MessageStore
{
    private readonly Dictionary<long, StoredMessage> _bySequence = [];
    private readonly SortedSet<long> _order = [];
    private readonly SortedSet<long> _active = [];
    private readonly Dictionary<Guid, StoredMessage> _locked = [];
    private readonly SortedSet<(DateTimeOffset Due, long SequenceNumber)> _agenda = [];
    private readonly int[] _counts = new int[Enum.GetValues<MessageState>().Length];

    public int Count => _bySequence.Count;

    public long SizeBytes { get; private set; }

    public int CountOf(MessageState state) => _counts[(int)state];

    public void Add(StoredMessage message, MessageState state, DateTimeOffset? due)
    {
        _bySequence.Add(message.SequenceNumber, message);
        _order.Add(message.SequenceNumber);
        SizeBytes += message.Size;
        Enter(message, state, due);
    }

    public void Remove(StoredMessage message)
    {
        Leave(message);
        _bySequence.Remove(message.SequenceNumber);
        _order.Remove(message.SequenceNumber);
        SizeBytes -= message.Size;
    }

    /// <summary>Moves a message to another state, which ends by itself at <paramref name="due"/> or never.</summary>
    public void Place(StoredMessage message, MessageState state, DateTimeOffset? due)
    {
        Leave(message);
        Enter(message, state, due);
    }

    /// <summary>Changes a message's content, keeping the count of bytes right.</summary>
    public void Rewrite(StoredMessage message, Action<StoredMessage> change)
    {
        SizeBytes -= message.Size;
        change(message);
        SizeBytes += message.Size;
    }

    public StoredMessage? FirstActive() => _active.Count == 0 ? null : _bySequence[_active.Min];

    public StoredMessage? Find(long sequenceNumber) => _bySequence.GetValueOrDefault(sequenceNumber);

    public StoredMessage? FindLocked(Guid token) => _locked.GetValueOrDefault(token);

    /// <summary>The message whose state ended first, if that is not after <paramref name="now"/>.</summary>
    public StoredMessage? FirstDue(DateTimeOffset now) =>
        _agenda.Count > 0 && _agenda.Min.Due <= now ? _bySequence[_agenda.Min.SequenceNumber] : null;

    /// <summary>Messages in order from a sequence number on, whatever their state.</summary>
    public IEnumerable<StoredMessage> From(long sequenceNumber) =>
        _order.Count == 0 || sequenceNumber > _order.Max
            ? []
            : _order.GetViewBetween(sequenceNumber, long.MaxValue).Select(number => _bySequence[number]);

    private void Enter(StoredMessage message, MessageState state, DateTimeOffset? due)
    {
        message.State = state;
        message.DueAt = due;
        _counts[(int)state]++;
        if (state == MessageState.Active)
            _active.Add(message.SequenceNumber);
        if (state == MessageState.Locked)
            _locked.Add(message.LockToken, message);
        if (due is { } time)
            _agenda.Add((time, message.SequenceNumber));
    }

    private void Leave(StoredMessage message)
    {
        _counts[(int)message.State]--;
        if (message.State == MessageState.Active)
            _active.Remove(message.SequenceNumber);
        if (message.State == MessageState.Locked)
            _locked.Remove(message.LockToken);
        if (message.DueAt is { } time)
            _agenda.Remove((time, message.SequenceNumber));
    }
}
