using System.Threading.Channels;
using Amqp;
using Amqp.Framing;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// One peek-lock receiver: messages come in as far as the window goes, wait here locked, and each one taken must be settled,
/// which lets the next one in. Thread-safe. When the link breaks, waiting ends with the reason.
/// </summary>
internal sealed class QueueSource
{
    // How long the official client waits for more once it has something.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    // Answering is the namespace's part; one that does not is not waited for.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly Session _session;
    private readonly string _entity;
    private readonly ReceiverLink _link;
    private volatile bool _isStopping;
    private readonly Channel<Message> _arrived = Channel.CreateUnbounded<Message>(); // Bounded by the window that the sender keeps to.

    public QueueSource(Session session, string entity, int window)
    {
        (_session, _entity) = (session, entity);
        _link = new ReceiverLink(session, $"{entity}-{Guid.NewGuid():N}", new Attach
        {
            Source = new Source { Address = entity },
            Target = new Target(),
            SndSettleMode = SenderSettleMode.Unsettled,
            RcvSettleMode = ReceiverSettleMode.First,
        }, null);
        _link.AddClosedCallback((_, error) =>
        {
            _arrived.Writer.TryComplete(
                new AmqpException(error?.Condition?.ToString() ?? "amqp:link:closed", error?.Description ?? "The connection was cut."));
            // What waits here can no longer be settled: it comes again by another link, and would only be done twice.
            while (_arrived.Reader.TryRead(out Message? _)) { }
        });
        _link.Start(0, (_, message) =>
        {
            if (!_arrived.Writer.TryWrite(message))
                TrySettle(() => _link.Release(message));
        });
        _link.SetCredit(window, CreditMode.Manual);
    }

    /// <summary>
    /// Waits for one message, then up to <paramref name="patience"/> for <paramref name="least"/> of them, then takes what else
    /// comes at once, up to <paramref name="most"/>.
    /// </summary>
    /// <exception cref="AmqpException">The link broke while nothing was taken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while nothing was taken.</exception>
    public async Task<List<ReceivedMessage>> TakeAsync(int most, int least, TimeSpan patience, CancellationToken cancel)
    {
        var taken = new List<ReceivedMessage>();
        while (taken.Count == 0)
        {
            if (!await _arrived.Reader.WaitToReadAsync(cancel))
                throw new OperationCanceledException("The receiver was closed.");
            TakeWhatIsThere(taken, most);
        }

        await FillAsync(taken, Math.Min(least, most), most, patience, cancel);
        await FillAsync(taken, most, most, Linger, cancel);
        return taken;
    }

    public void Complete(IReadOnlyCollection<ReceivedMessage> messages) => Settle(messages, message => _link.Accept(message));

    /// <summary>Gives messages back, to be delivered again at once; counts as a delivery.</summary>
    public void Abandon(IReadOnlyCollection<ReceivedMessage> messages) => Settle(messages, message => _link.Modify(message, deliveryFailed: false));

    /// <summary>Gives messages back without counting a delivery.</summary>
    public void Release(IReadOnlyCollection<ReceivedMessage> messages) => Settle(messages, message => _link.Release(message));

    /// <summary>Leaves the outcome to the function; only lets the next ones in.</summary>
    public void Forget(IReadOnlyCollection<ReceivedMessage> messages) => Settle(messages, _ => { });

    /// <summary>Gives back what waits here untouched, then closes.</summary>
    public async Task CloseAsync()
    {
        await StopAsync();
        _arrived.Writer.TryComplete();
        while (_arrived.Reader.TryRead(out var message))
            TrySettle(() => _link.Release(message));
        try
        {
            await _link.CloseAsync(CloseTimeout, null);
        }
        catch (Exception gone) when (gone is AmqpException or TimeoutException or ObjectDisposedException)
        {
            // Closed before.
        }
    }

    // Messages under way when the link closes would stay locked, unseen. So: take back all credit, and let one more exchange on the
    // same session pass, behind which nothing can be under way any more.
    private async Task StopAsync()
    {
        _isStopping = true;
        if (_link.IsClosed || _session.IsClosed)
            return;
        TrySettle(() => _link.SetCredit(0, CreditMode.Drain));
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TrySettle(() => _ = new ReceiverLink(_session, $"{_entity}-{Guid.NewGuid():N}", new Source { Address = _entity }, (_, _) => attached.TrySetResult()));
        await Task.WhenAny(attached.Task, Task.Delay(CloseTimeout));
    }

    private async Task FillAsync(List<ReceivedMessage> taken, int enough, int most, TimeSpan patience, CancellationToken cancel)
    {
        if (taken.Count >= enough)
            return;
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waited.CancelAfter(patience);
        try
        {
            while (taken.Count < enough && await _arrived.Reader.WaitToReadAsync(waited.Token))
                TakeWhatIsThere(taken, most);
        }
        catch (Exception noMore) when (noMore is OperationCanceledException or AmqpException)
        {
            // What is taken is a batch all the same.
        }
    }

    private void TakeWhatIsThere(List<ReceivedMessage> taken, int most)
    {
        while (taken.Count < most && _arrived.Reader.TryRead(out var message))
            taken.Add(new ReceivedMessage(message));
    }

    private void Settle(IReadOnlyCollection<ReceivedMessage> messages, Action<Message> outcome)
    {
        foreach (var message in messages)
            TrySettle(() => outcome(message.Message));
        if (!_isStopping)
            TrySettle(() => _link.SetCredit(messages.Count, CreditMode.Manual));
    }

    // On a link that is gone nothing can be settled: the locks run out and the messages come back.
    private static void TrySettle(Action settle)
    {
        try
        {
            settle();
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }
}
