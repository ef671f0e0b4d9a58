using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Encodings.Web;
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
    // The Functions host binds every output of a worker as text, so it sends this content type even for objects, which it indents.
    private const string Plain = "text/plain";
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        TypedData.DataOneofCase.String => Texts(data.String, isJson: LooksLikeJson(data.String)),
        TypedData.DataOneofCase.Json => Texts(data.Json, isJson: true),
        TypedData.DataOneofCase.Bytes => [Bytes(data.Bytes)],
        TypedData.DataOneofCase.Stream => [Bytes(data.Stream)],
        TypedData.DataOneofCase.CollectionString => data.CollectionString.String.Select(Text),
        TypedData.DataOneofCase.CollectionBytes => data.CollectionBytes.Bytes.Select(Bytes),
        _ => throw new OutputException(
            $"a message cannot be created from {data.DataCase}. Return text, bytes, an object or an array of those."),
    };

    private static List<(BinaryData, string)> Texts(string text, bool isJson)
    {
        if (!isJson)
            return [Text(text)];
        try
        {
            using var json = JsonDocument.Parse(text);
            IEnumerable<JsonElement> elements = json.RootElement.ValueKind == JsonValueKind.Array
                ? json.RootElement.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null)
                : [json.RootElement];
            return [.. elements.Select(Element)];
        }
        catch (JsonException)
        {
            return [Text(text)];
        }
    }

    private static bool LooksLikeJson(string text) => text.AsSpan().Trim() is ['[', .., ']'] or ['{', .., '}'];

    private static (BinaryData, string) Element(JsonElement item) => Text(item.ValueKind switch
    {
        JsonValueKind.String => item.GetString()!,
        JsonValueKind.Object or JsonValueKind.Array => JsonSerializer.Serialize(item, Indented),
        _ => item.GetRawText(),
    });

    private static (BinaryData, string) Text(string text) => (BinaryData.FromString(text), Plain);

    private static (BinaryData, string) Bytes(ByteString bytes) => (BinaryData.FromBytes(bytes.Memory), "application/octet-stream");
}
