using Amqp;

namespace ServiceBusBroker.Links;

/// <summary>
/// Keeps one connection's frames in an order that its client understands. AMQPNetLite 2.5.5 puts messages before other frames when two
/// threads write on one session, and checks a link's state before it writes, not while it writes: a message could arrive before the answer
/// to its link's attach or after its detach, and the client would close the connection. Thread-safe.
/// </summary>
internal sealed class FrameOrder
{
    private readonly Lock gate = new();
    private readonly HashSet<Link> open = [];

    /// <summary>Answers an attach while nothing else is written.</summary>
    public void Attach(Action answer)
    {
        lock (gate)
            answer();
    }

    /// <summary>Sends something on a link; false if the link has ended or is about to end.</summary>
    public bool TrySend(Link link, Action send)
    {
        lock (gate)
        {
            return open.Contains(link) && TryRun(send);
        }
    }

    /// <summary>Runs an action that throws on a dead link, on the caller's thread; false if it threw.</summary>
    public static bool TryRun(Action send)
    {
        try
        {
            send();
            return true;
        }
        catch (Exception exception) when (exception is AmqpException or ObjectDisposedException or InvalidOperationException)
        {
            return false; // The other links must not be affected.
        }
    }

    /// <summary>Lets a link send.</summary>
    public void Open(Link link)
    {
        lock (gate)
            open.Add(link);
    }

    /// <summary>The link has ended, or its client asked to end it: when this returns, nothing more is sent on it.</summary>
    public void Close(Link link)
    {
        lock (gate)
            open.Remove(link);
    }
}
