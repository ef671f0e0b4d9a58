using System.Diagnostics;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.ServiceBus;

/// <summary>Turns received messages into the invocation request that the Functions host sends for them.</summary>
internal static class MessageInvocation
{
    /// <summary>The property in which the official clients send the trace that a message belongs to.</summary>
    public const string TraceProperty = "Diagnostic-Id";

    /// <exception cref="NotSupportedException">A body is of a kind that no function can take.</exception>
    public static InvocationRequest Build(Binding trigger, bool isBatch, IReadOnlyList<ServiceBusReceivedMessage> messages, string host)
    {
        var request = new InvocationRequest
        {
            // A batch has no single cause, so only a single message passes its trace on.
            TraceContext = isBatch ? new RpcTraceContext() : TraceContext.From(Trace(messages[0])),
        };
        var data = isBatch ? Batch(trigger, messages) : Single(trigger, messages[0]);
        request.InputData.Add(new ParameterBinding { Name = trigger.Name, Data = data });
        // Names are compared without case, and later values win (FunctionBinding.NewBindingContext in azure-webjobs-sdk): the worker fails
        // if two names differ only in case.
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in isBatch
            ? MessageBindingData.OfBatch(messages, host)
            : MessageBindingData.OfOne(messages[0], host, withBody: !trigger.IsDeferred))
            metadata[name] = value;
        request.TriggerMetadata.Add(metadata);
        return request;
    }

    /// <summary>The activity under which a single message's outputs continue its trace; null when it belongs to none.</summary>
    public static Activity? StartActivity(ServiceBusReceivedMessage message) =>
        Trace(message) is { } trace && ActivityContext.TryParse(trace, null, out _)
            ? new Activity("ServiceBus.Process").SetParentId(trace).Start()
            : null;

    private static TypedData Single(Binding trigger, ServiceBusReceivedMessage message) => trigger switch
    {
        { IsDeferred: true } => new TypedData { ModelBindingData = Whole(message) },
        { IsBinary: true } => new TypedData { Bytes = Bytes(message) },
        _ => BindingData.Text(TriggerBody.Text(message)),
    };

    // Without a data type the worker expects objects: it reads the batch as one JSON array (recorded).
    private static TypedData Batch(Binding trigger, IReadOnlyList<ServiceBusReceivedMessage> messages) => trigger switch
    {
        { IsDeferred: true } => new TypedData
        {
            CollectionModelBindingData = new CollectionModelBindingData { ModelBindingData = { messages.Select(Whole) } },
        },
        { IsString: true } => new TypedData { CollectionString = new CollectionString { String = { messages.Select(TriggerBody.Text) } } },
        { IsBinary: true } => new TypedData { CollectionBytes = new CollectionBytes { Bytes = { messages.Select(Bytes) } } },
        _ => new TypedData { Json = $"[{string.Join(',', messages.Select(AsJson))}]" },
    };

    // For a parameter of the Service Bus client's type: the lock token, then the message as AMQP (ConvertReceivedMessageToBindingData in
    // the host's extension).
    private static ModelBindingData Whole(ServiceBusReceivedMessage message) => new()
    {
        Version = "1.0",
        Source = "AzureServiceBusReceivedMessage",
        ContentType = "application/octet-stream",
        Content = UnsafeByteOperations.UnsafeWrap(
            (byte[])[.. Guid.Parse(message.LockToken).ToByteArray(), .. message.GetRawAmqpMessage().ToBytes().ToMemory().Span]),
    };

    private static ByteString Bytes(ServiceBusReceivedMessage message) => UnsafeByteOperations.UnsafeWrap(TriggerBody.Bytes(message));

    private static string AsJson(ServiceBusReceivedMessage message)
    {
        var text = TriggerBody.Text(message);
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.GetRawText();
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(text, BindingData.Json);
        }
    }

    private static string? Trace(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.GetValueOrDefault(TraceProperty) as string;
}
