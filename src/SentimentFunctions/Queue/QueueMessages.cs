using System.Text;
using System.Text.Json;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Queue;

/// <summary>The messages that <see cref="ScoreQueue"/> sends.</summary>
internal static class QueueMessages
{
    private const int BytesOfEscapedCharacter = 6; // \u0001

    /// <summary>One scored review.</summary>
    public static string Scored(
        ReviewMessage message, SentimentScore score, ModelInfo model, MessageMetadata metadata, DateTimeOffset now) => Write(json =>
    {
        if (message.Id is { } id)
        {
            json.WritePropertyName("id");
            json.WriteRawValue(id.GetRawText());
        }

        WriteMetadata(json, metadata);
        json.WriteScore(score);
        json.WriteModel(model);
        json.WriteString("scoredAt", now);
        json.WritePropertyName("review");
        // As it came: JSON may hold half a surrogate pair, which no .NET string can be written from.
        json.WriteRawValue($"{{{string.Join(',', message.Fields ?? [])}}}", skipInputValidation: true);
    });

    /// <summary>One message that can never be scored, with as much of its body as <paramref name="maxBytes"/> leave room for.</summary>
    public static string Rejected(string body, string reason, MessageMetadata metadata, int maxBytes)
    {
        var known = metadata;
        if (Size(0) > maxBytes) // Properties may fill a message by themselves.
            known = metadata with { ContentType = null, CorrelationId = null, ApplicationProperties = null };
        return Message(Math.Clamp((maxBytes - Size(0)) / BytesOfEscapedCharacter, 0, body.Length));

        int Size(int kept) => Encoding.UTF8.GetByteCount(Message(kept));

        string Message(int kept) => Write(json =>
        {
            WriteMetadata(json, known);
            if (known.ContentType is { } contentType)
                json.WriteString("contentType", contentType);
            json.WriteString("reason", reason);
            json.WriteString("body", body.AsSpan(0, kept));
            if (kept < body.Length)
                json.WriteNumber("bodyCharacters", body.Length);
        });
    }

    private static void WriteMetadata(Utf8JsonWriter json, MessageMetadata metadata)
    {
        json.WriteString("messageId", metadata.MessageId);
        if (metadata.SequenceNumber is { } sequenceNumber)
            json.WriteNumber("sequenceNumber", sequenceNumber);
        if (metadata.DeliveryCount is { } deliveryCount)
            json.WriteNumber("deliveryCount", deliveryCount);
        if (metadata.CorrelationId is { } correlationId)
            json.WriteString("correlationId", correlationId);
        if (metadata.ApplicationProperties is not { } properties)
            return;
        json.WriteStartObject("applicationProperties");
        foreach (var property in properties.EnumerateObject().Where(property => !IsForTracing(property.Name)))
            property.WriteTo(json);
        json.WriteEndObject();
    }

    // What clients and hosts add to follow a message; it speaks of the message that came in, not of its result.
    private static bool IsForTracing(string property) =>
        property is "Diagnostic-Id" or "traceparent" or "tracestate" || property.StartsWith('$');

    private static string Write(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(ScoreJson.Object(write).Span);
}
