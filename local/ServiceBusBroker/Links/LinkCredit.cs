namespace ServiceBusBroker.Links;

/// <summary>
/// How many more messages a receiver wants. AMQPNetLite keeps such a count too, but sets it to zero when a receiver lowers or repeats
/// its limit, and only tells by how much the limit differs from its own; this recovers the receiver's true limit from that.
/// Not thread-safe: the dispatcher's gate guards it.
/// </summary>
internal sealed class LinkCredit
{
    private long _sent;
    private long _libraryLimit;

    public long Available { get; private set; }

    /// <summary>A flow came.</summary>
    /// <param name="change">The receiver's limit less the library's.</param>
    public void OnFlow(int change)
    {
        var limit = _libraryLimit + change;
        _libraryLimit = change > 0 ? limit : _sent;
        Available = Math.Max(0, limit - _sent);
    }

    /// <summary>One message goes out.</summary>
    public void Spend()
    {
        Available--;
        _sent++;
    }

    /// <summary>What was left is given up: the receiver asked to be told when nothing more comes.</summary>
    public void Drain()
    {
        Available = 0;
        _libraryLimit = _sent;
    }
}
