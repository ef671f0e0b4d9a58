using System.Globalization;
using System.Text.Json;

namespace SentimentFunctions.Queue;

/// <summary>What Service Bus tells about a message beside its body.</summary>
/// <param name="MessageId">The sender's id; a consumer drops repeats by it.</param>
/// <param name="SequenceNumber">The queue's own number of the message, the same at every delivery.</param>
/// <param name="DeliveryCount">How often the message has been delivered, this time included.</param>
/// <param name="ContentType">The sender's word for what the body is.</param>
/// <param name="CorrelationId">The sender's id of the conversation that the message belongs to.</param>
/// <param name="ApplicationProperties">The sender's own properties, as a JSON object.</param>
internal sealed record MessageMetadata(
    string? MessageId, long? SequenceNumber, long? DeliveryCount, string? ContentType, string? CorrelationId,
    JsonElement? ApplicationProperties)
{
    /// <summary>
    /// Reads the binding data of a single message. The Functions host puts the members of a JSON body over the message's own properties
    /// (ApplyBindingData in azure-functions-host), so a property that the body names as well is not known: better none than a wrong one.
    /// </summary>
    /// <param name="bindingData">The values that the host sent beside the body.</param>
    /// <param name="review">The message's body.</param>
    public static MessageMetadata From(IReadOnlyDictionary<string, object?> bindingData, ReviewMessage review)
    {
        return new(
            Text(nameof(MessageId)), Number(nameof(SequenceNumber)), Number(nameof(DeliveryCount)),
            Text(nameof(ContentType)), Text(nameof(CorrelationId)), Json(nameof(ApplicationProperties)));

        // The worker gives text for text and for JSON alike.
        string? Text(string name) => review.HasMember(name) ? null : bindingData.GetValueOrDefault(name)?.ToString();

        long? Number(string name) =>
            long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        JsonElement? Json(string name)
        {
            try
            {
                return Text(name) is { } json && JsonElement.Parse(json) is { ValueKind: JsonValueKind.Object } value ? value : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
