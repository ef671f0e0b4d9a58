namespace ServiceBusBroker.Links;

/// <summary>How many more messages a receiver wants. Not thread-safe: the dispatcher's gate guards it.</summary>
internal sealed class LinkCredit
{
    private uint sent;

    public long Available { get; private set; }

    /// <summary>A flow came.</summary>
    /// <param name="received">How many messages had reached the receiver when it wrote the flow; the others count against it.</param>
    /// <param name="credit">How many more it wanted then.</param>
    public void OnFlow(uint received, uint credit) => Available = Math.Max(0, credit - (long)unchecked(sent - received));

    /// <summary>One message goes out.</summary>
    public void Spend()
    {
        Available--;
        unchecked
        {
            sent++;
        }
    }

    /// <summary>What was left is given up: the receiver asked to be told when nothing more comes.</summary>
    public void Drain() => Available = 0;
}
