using System.Text;
using System.Text.Json;
using Sentiment.Csv;

namespace SentimentFunctions.Queue;

/// <summary>What brokers and frameworks wrap a message in.</summary>
/// <param name="Name">Whose envelope it is.</param>
/// <param name="Content">The member that holds the message.</param>
/// <param name="IdName">The member that names the envelope.</param>
internal sealed record MessageEnvelope(string Name, JsonProperty Content, string IdName)
{
    /// <summary>What the Base64 says; null where there is none, or it is not valid.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether the content is Base64.</summary>
    public bool IsBase64 { get; private init; }

    /// <summary>What <see cref="Text"/> says that it is.</summary>
    public string? MediaType { get; private init; }

    /// <summary>The envelope that the object is, or null.</summary>
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

    private MessageEnvelope Decoded(Dictionary<string, JsonProperty> members) => Content.Value.TryGetBytesFromBase64(out var bytes)
        ? this with
        {
            IsBase64 = true,
            Text = Encoding.UTF8.GetString(bytes),
            MediaType = members.TryGetValue("datacontenttype", out var type) ? JsonText.Name(type.Value) : null,
        }
        : this with { IsBase64 = true };
}
