using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends what the function returns to a Service Bus queue; the elements of an array are one message each.</summary>
/// <param name="queueOrTopicName">The queue; the host resolves <c>%Setting%</c>.</param>
public sealed class ServiceBusOutputAttribute(string queueOrTopicName) : OutputBindingAttribute
{
    /// <summary>The queue.</summary>
    public string QueueOrTopicName { get; } = queueOrTopicName;

    /// <summary>The setting, or the prefix of the settings, that says how to connect.</summary>
    public string? Connection { get; set; }
}
