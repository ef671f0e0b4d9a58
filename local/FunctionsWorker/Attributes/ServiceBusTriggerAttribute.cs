using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Triggers the function by messages of a Service Bus queue.</summary>
/// <param name="queueName">The queue; <c>%Setting%</c> is resolved by the host.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : BindingAttribute
{
    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting, or of the group of settings, that tells how to connect.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether one call takes many messages.</summary>
    public bool IsBatched { get; set; }

    internal override IEnumerable<KeyValuePair<string, object>> Describe(Type target) =>
    [
        Member("type", "serviceBusTrigger"),
        Member("direction", "In"),
        Member("queueName", QueueName),
        .. Optional("connection", Connection),
        Member("cardinality", IsBatched ? "Many" : "One"),
        .. DataType(target),
    ];
}
