using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// The Service Bus output binding: sends the messages of an output one after the other, and waits until the namespace has each of them.
/// The Functions host's extension does not batch either. Invocations share the senders. Thread-safe.
/// </summary>
internal sealed class QueueOutput(ServiceBusClients clients) : IOutput
{
    private readonly ConcurrentDictionary<(ServiceBusClient, string), ServiceBusSender> senders = new();

    public async Task SendAsync(Binding binding, TypedData data, OutputContext context)
    {
        var entity = binding.Text("queueOrTopicName") ?? binding.Text("queueName") ?? binding.Text("topicName")
            ?? throw new OutputException($"{context.Function}: output {binding.Name} names no queue or topic.");
        var messages = OutgoingMessages.From(data, context.InvocationId);
        var sender = senders.GetOrAdd((clients.For(binding, context.Function), entity), key => key.Item1.CreateSender(key.Item2));
        foreach (var (i, message) in messages.Index())
        {
            try
            {
                await sender.SendMessageAsync(message);
            }
            catch (Exception exception)
            {
                throw new OutputException(
                    $"{context.Function}: message {i + 1} of {messages.Count} for {entity} could not be sent: {exception.Message}",
                    exception);
            }
        }
    }
}

/// <summary>
/// The messages of an output: one, or one per element of an array, which may be a collection, JSON, or a string with a JSON array
/// (azure-functions-host#9815).
/// </summary>
internal static class OutgoingMessages
{
    private const string Plain = "text/plain";
    private const string Json = "application/json";

    /// <exception cref="OutputException">The output is of a kind that cannot be a message.</exception>
    public static List<ServiceBusMessage> From(TypedData data, string invocationId)
    {
        var messages = Bodies(data).Select(body => new ServiceBusMessage(body.Body) { ContentType = body.ContentType }).ToList();
        foreach (var message in messages)
        {
            // The Functions host's properties, which link a message to the invocation that sent it, and to its trace.
            message.ApplicationProperties["$AzureWebJobsParentId"] = invocationId;
            if (Activity.Current?.Id is { } trace)
                message.ApplicationProperties[MessageInvocation.TraceProperty] = trace;
        }

        return messages;
    }

    private static IEnumerable<(BinaryData Body, string ContentType)> Bodies(TypedData data) => data.DataCase switch
    {
        TypedData.DataOneofCase.String => Texts(data.String, Plain),
        TypedData.DataOneofCase.Json => Texts(data.Json, Json),
        TypedData.DataOneofCase.Bytes => [Bytes(data.Bytes)],
        TypedData.DataOneofCase.Stream => [Bytes(data.Stream)],
        TypedData.DataOneofCase.CollectionString => data.CollectionString.String.Select(text => Text(text, Plain)),
        TypedData.DataOneofCase.CollectionBytes => data.CollectionBytes.Bytes.Select(Bytes),
        _ => throw new OutputException(
            $"a message cannot be created from {data.DataCase}. Return text, bytes, an object or an array of those."),
    };

    private static List<(BinaryData, string)> Texts(string text, string contentType)
    {
        if (text.AsSpan().TrimStart() is not ['[', ..])
            return [Whole(text, contentType)];
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).Select(Element)];
        }
        catch (JsonException)
        {
            return [Whole(text, contentType)];
        }
    }

    // A JSON string ("...") is sent as its value, not as JSON.
    private static (BinaryData, string) Whole(string text, string contentType) => contentType == Json && text is ['"', ..]
        ? Text(JsonSerializer.Deserialize<string>(text)!, Plain)
        : Text(text, contentType);

    private static (BinaryData, string) Element(JsonElement item) => item.ValueKind == JsonValueKind.String
        ? Text(item.GetString()!, Plain)
        : Text(item.GetRawText(), Json);

    private static (BinaryData, string) Text(string text, string contentType) => (BinaryData.FromString(text), contentType);

    private static (BinaryData, string) Bytes(ByteString bytes) => (BinaryData.FromBytes(bytes.Memory), "application/octet-stream");
}
