using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends what the function returns to a Service Bus queue: an array as one message an element.</summary>
/// <param name="queueOrTopicName">The queue; <c>%Setting%</c> is resolved by the host.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ServiceBusOutputAttribute(string queueOrTopicName) : BindingAttribute
{
    /// <summary>The queue.</summary>
    public string QueueOrTopicName { get; } = queueOrTopicName;

    /// <summary>The name of the setting, or of the group of settings, that tells how to connect.</summary>
    public string? Connection { get; set; }

    internal override IEnumerable<KeyValuePair<string, object>> Describe(Type target) =>
    [
        Member("type", "serviceBus"),
        Member("direction", "Out"),
        Member("queueOrTopicName", QueueOrTopicName),
        Member("entityType", "Queue"),
        .. Optional("connection", Connection),
    ];
}
