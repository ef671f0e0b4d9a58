using System.Text;
using System.Text.Json;
using Sentiment.Csv;

namespace SentimentFunctions.Queue;

/// <summary>An envelope in which brokers and frameworks wrap a message.</summary>
/// <param name="Name">The name of its format.</param>
/// <param name="Content">The member that has the message.</param>
/// <param name="IdName">The member with the envelope's id.</param>
internal sealed record MessageEnvelope(string Name, JsonProperty Content, string IdName)
{
    /// <summary>The decoded Base64; null if there is none or it is not valid.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether the content is Base64.</summary>
    public bool IsBase64 { get; private init; }

    /// <summary>The media type of <see cref="Text"/>.</summary>
    public string? MediaType { get; private init; }

    /// <summary>The envelope, if the object is one; else null.</summary>
    public static MessageEnvelope? Of(JsonElement root)
    {
        var members = root.EnumerateObject().ToDictionary(member => member.Name, StringComparer.Ordinal);
        return Has("specversion", "type", "source") // https://cloudevents.io; Dapr's, too
            ? Find("CloudEvents", "data", "id") ?? Find("CloudEvents", "data_base64", "id")?.Decoded(members)
            : Has("eventType", "eventTime") ? Find("Event Grid", "data", "id")
            : Has("messageType") ? Find("MassTransit", "message", "messageId")
            : null;

        bool Has(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (!members.ContainsKey(name))
                    return false;
            }

            return true;
        }

        MessageEnvelope? Find(string envelope, string content, string id) =>
            members.TryGetValue(content, out var member) ? new(envelope, member, id) : null;
    }

    private MessageEnvelope Decoded(Dictionary<string, JsonProperty> members) =>
        Content.Value.ValueKind == JsonValueKind.String && Content.Value.TryGetBytesFromBase64(out var bytes)
        ? this with
        {
            IsBase64 = true,
            Text = Encoding.UTF8.GetString(bytes),
            MediaType = members.TryGetValue("datacontenttype", out var type) ? JsonText.Name(type.Value) : null,
        }
        : this with { IsBase64 = true };
}
