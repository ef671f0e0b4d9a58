using Microsoft.Extensions.Logging;
using ServiceBusBroker.Management;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>A queue as clients see it: its messages, what brings them to receivers, and its management node.</summary>
internal sealed class QueueNode(MessageQueue queue, ILogger log)
{
    public MessageQueue Queue => queue;

    public Dispatcher Dispatcher { get; } = new(queue);

    public ManagementNode Management { get; } = new(queue, log);
}
