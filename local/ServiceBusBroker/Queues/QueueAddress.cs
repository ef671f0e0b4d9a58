namespace ServiceBusBroker.Queues;

/// <summary>What a link's address means: a queue, its dead-letter queue, its management node, or the token node.</summary>
/// <param name="Entity">The queue's name, with a suffix for its dead-letter queue.</param>
/// <param name="IsManagement">Whether requests are sent there rather than messages.</param>
internal readonly record struct QueueAddress(string Entity, bool IsManagement)
{
    public const string TokenNode = "$cbs";
    public const string DeadLetterSuffix = "/$DeadLetterQueue";
    private const string ManagementSuffix = "/$management";

    /// <summary>Reads an address as clients write it: a path, or a whole URI.</summary>
    public static QueueAddress Parse(string address)
    {
        if (address.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(address, UriKind.Absolute, out var uri))
            address = uri.AbsolutePath;
        address = address.Trim('/');
        if (address == TokenNode)
            return new QueueAddress(address, IsManagement: true);
        return address.EndsWith(ManagementSuffix, StringComparison.OrdinalIgnoreCase)
            ? new QueueAddress(address[..^ManagementSuffix.Length], IsManagement: true)
            : new QueueAddress(address, IsManagement: false);
    }
}
