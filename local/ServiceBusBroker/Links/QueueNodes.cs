using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ServiceBusBroker.Management;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>All queues of a broker, with their dead-letter queues, by name without regard to case. Thread-safe.</summary>
internal sealed class QueueNodes(TimeProvider time, ILogger log)
{
    private readonly ConcurrentDictionary<string, QueueNode> nodes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a queue; an existing one with the same options is not changed.</summary>
    /// <exception cref="ArgumentException">The options are invalid, or differ from those of the existing queue.</exception>
    public void Declare(QueueOptions options)
    {
        options.Validate();
        var queue = new MessageQueue(options, time);
        var node = nodes.GetOrAdd(options.Name, new QueueNode(queue, log));
        if (node.Queue == queue)
            nodes[queue.DeadLetters!.Options.Name] = new QueueNode(queue.DeadLetters, log);
        else if (node.Queue.Options with { Name = options.Name } != options)
            throw new ArgumentException(
                $"Queue '{options.Name}' exists with other options ({node.Queue.Options}). Declare it once, or with the same options.");
    }

    public QueueNode? Find(string name) => nodes.GetValueOrDefault(name);

    /// <summary>Applies the passing of time to all queues.</summary>
    public void Advance()
    {
        foreach (var node in nodes.Values)
            node.Queue.Advance();
    }
}

/// <summary>A queue as clients see it: its messages, its dispatcher and its management node.</summary>
internal sealed class QueueNode(MessageQueue queue, ILogger log)
{
    public MessageQueue Queue => queue;

    public Dispatcher Dispatcher { get; } = new(queue);

    public ManagementNode Management { get; } = new(queue, log);
}
