using System.Text;
using System.Text.Json;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Queue;

/// <summary>The messages that the queue door sends.</summary>
internal static class QueueMessages
{
    /// <summary>One scored review.</summary>
    public static string Scored(
        ReviewMessage message, SentimentScore score, ModelInfo model, MessageMetadata metadata, int index, DateTimeOffset now) => Write(json =>
    {
        if (message.Id is { } id)
        {
            json.WritePropertyName("id");
            id.WriteTo(json);
        }

        WriteIdentity(json, metadata, index);
        json.WriteScore(score);
        json.WriteModel(model);
        json.WriteString("scoredAt", now);
        json.WriteStartObject("review");
        foreach (var field in message.Fields ?? [])
            field.WriteTo(json);
        json.WriteEndObject();
    });

    /// <summary>One message that can never be scored, with as much of its body as a message may hold.</summary>
    public static string Rejected(string body, string reason, MessageMetadata metadata, int index, int maxBytes) => Write(json =>
    {
        // A character takes at most six bytes of JSON, and the reason and the ids want some room.
        var kept = Math.Min(body.Length, Math.Max(0, (maxBytes - 1024) / 6));
        WriteIdentity(json, metadata, index);
        json.WriteString("reason", reason);
        json.WriteString("body", body.AsSpan(0, kept));
        if (kept < body.Length)
            json.WriteNumber("bodyCharacters", body.Length);
    });

    private static void WriteIdentity(Utf8JsonWriter json, MessageMetadata metadata, int index)
    {
        json.WriteString("messageId", metadata.MessageId(index));
        if (metadata.SequenceNumber(index) is { } sequenceNumber)
            json.WriteNumber("sequenceNumber", sequenceNumber);
        if (metadata.DeliveryCount(index) is { } deliveryCount)
            json.WriteNumber("deliveryCount", deliveryCount);
    }

    private static string Write(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(ScoreJson.Object(write).Span);
}
