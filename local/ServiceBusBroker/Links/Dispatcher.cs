using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>
/// Sends one queue's messages to its receivers, in turn. Only one pool thread sends at a time, so that a link's messages and its
/// "drained" stay in order. It never sends under a lock of AMQPNetLite, which calls the broker while it holds locks.
/// </summary>
internal sealed class Dispatcher
{
    private readonly MessageQueue queue;
    private readonly List<IReceiver> receivers = [];
    private readonly Lock gate = new();
    private int turn;
    private int requests;

    public Dispatcher(MessageQueue queue)
    {
        this.queue = queue;
        queue.Available += Wake;
    }

    /// <summary>How many links receive from the queue.</summary>
    public int Receivers
    {
        get
        {
            lock (gate)
                return receivers.Count;
        }
    }

    public void Add(IReceiver receiver)
    {
        lock (gate)
            receivers.Add(receiver);
    }

    /// <summary>Removes a receiver. Its locks stay until they expire, as in the service.</summary>
    public void Remove(IReceiver receiver)
    {
        lock (gate)
            receivers.Remove(receiver);
    }

    /// <summary>Handles a receiver's flow: it wants more or fewer messages, or to know when there are no more.</summary>
    public void OnFlow(IReceiver receiver, uint received, uint credit, bool drain)
    {
        lock (gate)
        {
            receiver.Credit.OnFlow(received, credit);
            receiver.WantsDrain |= drain;
        }

        Wake();
    }

    /// <summary>Starts to send what can be sent, and returns at once.</summary>
    public void Wake()
    {
        if (Interlocked.Increment(ref requests) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(dispatcher => dispatcher.Run(), this, preferLocal: false);
    }

    private void Run()
    {
        int served;
        do
        {
            served = Volatile.Read(ref requests);
            while (FinishOneDrain(exhausted: true) || SendOne() || FinishOneDrain(exhausted: false))
            {
            }
        }
        while (Interlocked.Add(ref requests, -served) > 0);
    }

    private bool SendOne()
    {
        if (NextWithCredit() is not { } receiver || queue.Receive(showLock: receiver.PeekLock) is not { } delivery)
            return false;

        lock (gate)
        {
            receiver.Credit.Spend();
            turn = receivers.IndexOf(receiver) + 1;
        }

        receiver.Line.Post(() => Deliver(receiver, delivery));
        return true;
    }

    private void Deliver(IReceiver receiver, Delivery delivery)
    {
        if (!receiver.TrySend(delivery))
        {
            Remove(receiver);
            queue.Release(delivery.LockToken);
        }
        else if (!receiver.PeekLock)
        {
            queue.Complete(delivery.LockToken);
        }
    }

    private IReceiver? NextWithCredit()
    {
        lock (gate)
        {
            for (var i = 0; i < receivers.Count; i++)
            {
                var receiver = receivers[(turn + i) % receivers.Count];
                if (receiver.Credit.Available > 0)
                    return receiver;
            }

            return null;
        }
    }

    // A receiver that got all it asked for is notified at once; any other one, when the queue has no more messages for it.
    private bool FinishOneDrain(bool exhausted)
    {
        IReceiver? receiver;
        lock (gate)
        {
            receiver = receivers.Find(candidate => candidate.WantsDrain && (!exhausted || candidate.Credit.Available == 0));
            if (receiver is null)
                return false;
            receiver.WantsDrain = false;
            receiver.Credit.Drain();
        }

        receiver.Line.Post(receiver.ReportDrained);
        return true;
    }
}
