using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Queue;

/// <summary>
/// The messages that <see cref="ScoreQueue"/> sends. The Service Bus properties of the input message are in the JSON, because an output
/// binding sets no properties.
/// </summary>
internal static class QueueMessages
{
    private const int BytesOfEscapedCharacter = 6; // \u0001

    /// <summary>One scored review.</summary>
    public static string Scored(
        ReviewMessage review, SentimentScore score, ModelInfo model, ServiceBusReceivedMessage message, DateTimeOffset now) => Write(json =>
    {
        if (review.Id is { } id)
            WriteRaw(json, "id", id);
        WriteMetadata(json, message, withProperties: true);
        json.WriteScore(score);
        json.WriteModel(model);
        json.WriteString("scoredAt", now);
        WriteRaw(json, "review", review.Fields);
        if (review.Envelope is { } envelope)
            WriteRaw(json, "envelope", envelope);
    });

    /// <summary>One message that can never be scored, with as much of its body as fits into <paramref name="maxBytes"/>.</summary>
    public static string Rejected(MessageBody body, string reason, ServiceBusReceivedMessage message, int maxBytes)
    {
        var bytes = body.Bytes is { } data ? data.ToMemory() : ReadOnlyMemory<byte>.Empty;
        var withProperties = true; // The properties alone may fill a message.
        withProperties = Size(0, 0) <= maxBytes;
        var keptBytes = Math.Clamp((maxBytes - Size(0, 0)) / 4 * 3, 0, bytes.Length);
        return Message(Math.Clamp((maxBytes - Size(0, keptBytes)) / BytesOfEscapedCharacter, 0, body.Text.Length), keptBytes);

        int Size(int characters, int base64) => Encoding.UTF8.GetByteCount(Message(characters, base64));

        string Message(int characters, int base64) => Write(json =>
        {
            WriteMetadata(json, message, withProperties);
            if (withProperties && message.ContentType is { } contentType)
                json.WriteString("contentType", contentType);
            json.WriteString("reason", reason);
            json.WriteString("body", body.Text.AsSpan(0, characters));
            if (characters < body.Text.Length)
                json.WriteNumber("bodyCharacters", body.Text.Length);
            if (body.Bytes is null)
                return;
            json.WriteBase64String("bodyBase64", bytes.Span[..base64]);
            if (base64 < bytes.Length)
                json.WriteNumber("bodyBytes", bytes.Length);
        });
    }

    private static void WriteMetadata(Utf8JsonWriter json, ServiceBusReceivedMessage message, bool withProperties)
    {
        json.WriteString("messageId", message.MessageId);
        json.WriteNumber("sequenceNumber", message.SequenceNumber);
        json.WriteNumber("deliveryCount", message.DeliveryCount);
        if (!withProperties)
            return;
        foreach (var (name, value) in ((string, string?)[])
            [("correlationId", message.CorrelationId), ("subject", message.Subject), ("sessionId", message.SessionId),
                ("replyTo", message.ReplyTo)])
        {
            if (value is not null)
                json.WriteString(name, value);
        }

        json.WriteStartObject("applicationProperties");
        foreach (var (name, value) in message.ApplicationProperties.Where(property => !IsForTracing(property.Key)))
        {
            json.WritePropertyName(name);
            json.WriteAmqp(value);
        }

        json.WriteEndObject();
    }

    // Clients and hosts add these to trace a message. They belong to the input message, not to its result.
    private static bool IsForTracing(string property) =>
        property is "Diagnostic-Id" or "traceparent" or "tracestate" || property.StartsWith('$');

    // Unchanged: JSON may contain half a surrogate pair, which cannot be written from a .NET string.
    private static void WriteRaw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    private static string Write(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(ScoreJson.Object(write).Span);
}
