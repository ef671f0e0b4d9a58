using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Queue;

/// <summary>The output of a message: one result or one rejection, as a JSON object. Null sends nothing.</summary>
public sealed class ScoreQueueOutput
{
    /// <summary>The scored review.</summary>
    [ServiceBusOutput("%ScoredQueue%", Connection = "ServiceBus")]
    public JsonMessage? Scored { get; init; }

    /// <summary>The message that can never be scored.</summary>
    [ServiceBusOutput("%RejectedQueue%", Connection = "ServiceBus")]
    public JsonMessage? Rejected { get; init; }
}

/// <summary>A message in JSON: its content type is <c>application/json</c>, whereas a string would be sent as <c>text/plain</c>.</summary>
/// <param name="Json">The message, as it is sent.</param>
[JsonConverter(typeof(AsItIs))]
public sealed record JsonMessage(string Json)
{
    private sealed class AsItIs : JsonConverter<JsonMessage>
    {
        public override JsonMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        // Members may contain half a surrogate pair, which is valid JSON but not valid text.
        public override void Write(Utf8JsonWriter writer, JsonMessage value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json, skipInputValidation: true);
    }
}
