using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for the messages of a Service Bus queue.</summary>
/// <param name="queueName">The queue; the host resolves <c>%Setting%</c>.</param>
[ConverterFallbackBehavior(ConverterFallbackBehavior.Default)]
[InputConverter(typeof(ServiceBusReceivedMessageConverter))]
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute, ISupportCardinality
{
    private Cardinality cardinality = Cardinality.One;

    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting, or the prefix of the settings, that says how to connect.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether one invocation takes many messages. The host then runs one invocation at a time on an instance.</summary>
    [DefaultValue(false)]
    public bool IsBatched
    {
        get => cardinality == Cardinality.Many;
        set => cardinality = value ? Cardinality.Many : Cardinality.One;
    }

    Cardinality ISupportCardinality.Cardinality
    {
        get => cardinality;
        set => cardinality = value;
    }
}
