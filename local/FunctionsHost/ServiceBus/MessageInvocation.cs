using System.Text.Json;
using FunctionsHost.Functions;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.ServiceBus;

/// <summary>Turns received messages into the invocation request that the Functions host sends for them.</summary>
internal static class MessageInvocation
{
    public static InvocationRequest Build(Binding trigger, bool isBatch, IReadOnlyList<ReceivedMessage> messages, string host)
    {
        var request = new InvocationRequest
        {
            // A batch has no one cause, so only a single message hands its trace on.
            TraceContext = isBatch ? new RpcTraceContext() : Trace(messages[0]),
            InputData = { new ParameterBinding { Name = trigger.Name, Data = isBatch ? Batch(trigger, messages) : Single(trigger, messages[0]) } },
        };
        foreach (var (name, data) in isBatch ? MessageMetadata.OfBatch(messages, host) : MessageMetadata.OfOne(messages[0], host))
            request.TriggerMetadata[name] = data;
        return request;
    }

    private static TypedData Single(Binding trigger, ReceivedMessage message) => trigger.IsBinary
        ? new TypedData { Bytes = UnsafeByteOperations.UnsafeWrap(message.Bytes) }
        : BindingData.Text(message.Text);

    // Without a data type the worker wants objects: it reads the batch as one JSON array (recorded).
    private static TypedData Batch(Binding trigger, IReadOnlyList<ReceivedMessage> messages) => trigger switch
    {
        { IsString: true } => new TypedData { CollectionString = new CollectionString { String = { messages.Select(m => m.Text) } } },
        { IsBinary: true } => new TypedData { CollectionBytes = new CollectionBytes { Bytes = { messages.Select(m => UnsafeByteOperations.UnsafeWrap(m.Bytes)) } } },
        _ => new TypedData { Json = $"[{string.Join(',', messages.Select(AsJson))}]" },
    };

    private static string AsJson(ReceivedMessage message)
    {
        try
        {
            using var json = JsonDocument.Parse(message.Bytes);
            return json.RootElement.GetRawText();
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(message.Text, BindingData.Json);
        }
    }

    private static RpcTraceContext Trace(ReceivedMessage message) =>
        TraceContext.From(message.ApplicationProperties.GetValueOrDefault("Diagnostic-Id") as string);
}
