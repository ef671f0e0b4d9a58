using System.Text.Json;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Queue;

/// <summary>One message of the review queue: a bare text, or a JSON object with the text under the configured name.</summary>
/// <param name="Text">The text to score; empty when the message is rejected.</param>
/// <param name="Id">The sender's own <c>id</c>, if any.</param>
/// <param name="Fields">The object's other members, as they came; null for a bare text.</param>
/// <param name="Rejection">Why the message can never be scored, or null.</param>
internal sealed record ReviewMessage(string Text, JsonElement? Id, IReadOnlyList<JsonProperty>? Fields, string? Rejection)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The body as it came.</summary>
    private string Body { get; init; } = "";

    /// <summary>The body as a JSON object, where it is one.</summary>
    private JsonElement? Json { get; init; }

    /// <summary>Reads a message; whatever it holds, this never throws.</summary>
    public static ReviewMessage Parse(string body, ScoringOptions options) => Read(body, options) with { Body = body };

    /// <summary>
    /// Whether the body is a JSON object with this member, in any case of its letters. Of an object that cannot be read: whether it may be.
    /// </summary>
    public bool HasMember(string name) => Json is { } json
        ? json.EnumerateObject().Any(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        : Body.AsSpan().TrimStart() is ['{', ..] && Body.Contains(name, StringComparison.OrdinalIgnoreCase);

    private static ReviewMessage Read(string body, ScoringOptions options)
    {
        // A review may be any text, even a number; only what opens like a JSON object, array or string is meant as JSON.
        if (body.AsSpan().TrimStart() is not ['{' or '[' or '"', ..])
            return Of(body, null, null, options);
        // The longest text with every character escaped, and as much more as can be sent on: nothing beyond is worth parsing.
        if (body.Length > 6L * options.MaxCharacters + options.MaxMessageBytes)
            return Rejected(
                $"The body has {body.Length} characters, more than a text of {options.MaxCharacters} and what can be sent on with it.");
        try
        {
            // Not disposed: the members outlive this call, and only pooled memory would be returned earlier.
            var root = JsonDocument.Parse(body, Strict).RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => FromObject(root, options) with { Json = root },
                JsonValueKind.String => Of(JsonText.Of(root), null, null, options),
                _ => Rejected($"The body is a JSON {root.ValueKind}, not an object with '{options.TextField}'."),
            };
        }
        // the last: half a surrogate pair in a name
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return body.AsSpan().TrimStart()[0] == '"'
                ? Of(body, null, null, options) // a review that opens with a quotation
                : Rejected($"The body is not valid JSON: {exception.Message}");
        }
    }

    private static ReviewMessage FromObject(JsonElement root, ScoringOptions options)
    {
        if (!root.TryGetProperty(options.TextField, out var text))
            return Rejected($"The object has no '{options.TextField}'.");
        if (text.ValueKind != JsonValueKind.String)
            return Rejected($"'{options.TextField}' is a JSON {text.ValueKind}, not a string.");
        var id = root.TryGetProperty("id", out var value) ? value : (JsonElement?)null;
        var fields = root.EnumerateObject().Where(member => !member.NameEquals(options.TextField) && !member.NameEquals("id")).ToList();
        return Of(JsonText.Of(text), id, fields, options);
    }

    private static ReviewMessage Of(string text, JsonElement? id, IReadOnlyList<JsonProperty>? fields, ScoringOptions options) =>
        TextValidation.Of(text, options) is { } refusal ? Rejected(refusal.Message) : new(text, id, fields, null);

    private static ReviewMessage Rejected(string reason) => new("", null, null, reason);
}
