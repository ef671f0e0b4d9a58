using System.Text;
using System.Text.Json;
using Amqp;
using Amqp.Framing;
using FunctionsHost.Functions;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// What an output becomes on the queue: one message, or one per element when it is an array, be it a collection, JSON, or a text
/// that holds a JSON array (azure-functions-host#9815).
/// </summary>
internal static class OutgoingMessages
{
    public static List<Message> From(TypedData data, string invocationId) => data.DataCase switch
    {
        TypedData.DataOneofCase.String => Texts(data.String, "text/plain", invocationId),
        TypedData.DataOneofCase.Json => Texts(data.Json, "application/json", invocationId),
        TypedData.DataOneofCase.Bytes => [Bytes(data.Bytes, invocationId)],
        TypedData.DataOneofCase.Stream => [Bytes(data.Stream, invocationId)],
        TypedData.DataOneofCase.CollectionString => [.. data.CollectionString.String.Select(text => One(Encoding.UTF8.GetBytes(text), "text/plain", invocationId))],
        TypedData.DataOneofCase.CollectionBytes => [.. data.CollectionBytes.Bytes.Select(bytes => Bytes(bytes, invocationId))],
        _ => throw new OutputException($"a message cannot be made of {data.DataCase}. Return text, bytes, an object or an array of those."),
    };

    private static List<Message> Texts(string text, string contentType, string invocationId)
    {
        if (text.AsSpan().TrimStart() is not ['[', ..])
            return [Whole(text, contentType, invocationId)];
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).Select(item => Element(item, invocationId))];
        }
        catch (JsonException)
        {
            return [Whole(text, contentType, invocationId)];
        }
    }

    // A JSON text ("...") is sent as what it says, not as JSON.
    private static Message Whole(string text, string contentType, string invocationId)
    {
        if (contentType != "application/json" || text is not ['"', ..])
            return One(Encoding.UTF8.GetBytes(text), contentType, invocationId);
        return One(Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(text)!), "text/plain", invocationId);
    }

    private static Message Element(JsonElement item, string invocationId) => item.ValueKind == JsonValueKind.String
        ? One(Encoding.UTF8.GetBytes(item.GetString()!), "text/plain", invocationId)
        : One(Encoding.UTF8.GetBytes(item.GetRawText()), "application/json", invocationId);

    private static Message Bytes(ByteString bytes, string invocationId) => One(bytes.ToByteArray(), "application/octet-stream", invocationId);

    private static Message One(byte[] body, string contentType, string invocationId) => new()
    {
        BodySection = new Data { Binary = body },
        Properties = new Properties { MessageId = Guid.NewGuid().ToString("N"), ContentType = contentType },
        // As the Functions host marks them, so that a message can be followed to the invocation that sent it.
        ApplicationProperties = new ApplicationProperties { ["$AzureWebJobsParentId"] = invocationId },
    };
}
