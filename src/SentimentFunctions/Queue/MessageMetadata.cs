using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Queue;

/// <summary>What Service Bus tells of each message of a batch, beside its body.</summary>
internal sealed class MessageMetadata(BindingContext context)
{
    private readonly JsonElement[] messageIds = Values(context, "MessageIdArray");
    private readonly JsonElement[] sequenceNumbers = Values(context, "SequenceNumberArray");
    private readonly JsonElement[] deliveryCounts = Values(context, "DeliveryCountArray");

    /// <summary>The sender's id of the message at this place of the batch; a consumer drops repeats by it.</summary>
    public string? MessageId(int index) => At(messageIds, index) is { ValueKind: JsonValueKind.String } id ? id.GetString() : null;

    /// <summary>The queue's own number of the message.</summary>
    public long? SequenceNumber(int index) => Number(At(sequenceNumbers, index));

    /// <summary>How often the message has been delivered, this time included.</summary>
    public long? DeliveryCount(int index) => Number(At(deliveryCounts, index));

    private static JsonElement? At(JsonElement[] values, int index) => index < values.Length ? values[index] : null;

    // Microsoft's worker shows 64-bit numbers of a collection as strings.
    private static long? Number(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var result) => result,
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), out var result) => result,
        _ => null,
    };

    private static JsonElement[] Values(BindingContext context, string name)
    {
        if (!context.BindingData.TryGetValue(name, out var value) || value is not string json)
            return [];
        try
        {
            return JsonSerializer.Deserialize<JsonElement[]>(json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
