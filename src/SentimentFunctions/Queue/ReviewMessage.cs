using System.Text.Json;
using System.Text.RegularExpressions;
using Sentiment.Csv;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Queue;

/// <summary>
/// One message of the review queue: plain text, or a JSON object with the text in the configured member, alone or in a known envelope.
/// </summary>
/// <param name="Text">The text to score; empty when the message is rejected.</param>
internal sealed partial record ReviewMessage(string Text)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The sender's <c>id</c> as JSON, or that of the envelope; null if there is none.</summary>
    public string? Id { get; private init; }

    /// <summary>The object without its text and its <c>id</c>, otherwise unchanged.</summary>
    public string Fields { get; private init; } = "{}";

    /// <summary>The envelope without its content, otherwise unchanged; null if there is none.</summary>
    public string? Envelope { get; private init; }

    /// <summary>Why the message can never be scored, or null.</summary>
    public string? Rejection { get; private init; }

    /// <summary>Reads a message. Never throws, whatever the message contains.</summary>
    public static ReviewMessage Parse(MessageBody body, ScoringOptions options) =>
        body.Problem is { } problem ? Rejected(problem) : Read(body.Text, body.MediaType, options);

    private static ReviewMessage Read(string body, string? mediaType, ScoringOptions options)
    {
        body = body.TrimStart('\uFEFF'); // A byte order mark does not belong at the beginning of a string.
        var start = body.AsSpan().Trim();
        if (start.SequenceEqual("null"))
            return Rejected("The body is null. Send the text.");
        if (TextForm.IsXml(body, mediaType))
            return Rejected("The body is XML. Send the text alone, or as JSON.");
        // A review may be any text, even a number, and may begin with a bracket. A body counts as JSON if it is valid JSON, if its content
        // type says so, or if it begins like an object.
        var saysJson = start.Length > 0 && TextForm.IsJson(mediaType);
        if (!saysJson && start is not ['{' or '[' or '"', ..])
            return OfText(body, options);
        // The longest text with every character escaped, plus the most that can be sent on. A longer body need not be parsed.
        if (body.Length > 6L * options.MaxCharacters + options.MaxMessageBytes)
            return Rejected(
                $"The body has {body.Length} characters, more than a text of {options.MaxCharacters} and what can be sent on with it.");
        try
        {
            // Not disposed, because the members are used after this call. Disposing would only return pooled memory earlier.
            return OfJson(JsonDocument.Parse(body, Strict).RootElement, options);
        }
        // the last is for half a surrogate pair in a name
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return saysJson || OpeningMember().IsMatch(body)
                ? Rejected($"The body is not valid JSON: {exception.Message}")
                : OfText(body, options);
        }
    }

    private static ReviewMessage OfJson(JsonElement value, ScoringOptions options) => value.ValueKind switch
    {
        JsonValueKind.Object => OfObject(value, options),
        JsonValueKind.String => Read(JsonText.Of(value), null, options), // The JavaScript client sends strings as JSON.
        JsonValueKind.Array => Rejected(
            $"The body is a JSON Array of {value.GetArrayLength()} values, a batch. Send each review in a message of its own."),
        _ => Rejected($"The body is a JSON {value.ValueKind}, not an object with '{options.TextField}'."),
    };

    private static ReviewMessage OfObject(JsonElement root, ScoringOptions options)
    {
        var (path, problem) = MemberPath.Find(root, options.TextField);
        if (problem is not null)
            return Rejected(problem);
        if (path is null)
            return MessageEnvelope.Of(root) is { } envelope
                ? OfEnvelope(root, envelope, options)
                : Rejected(Missing(root, options.TextField));
        if (path[^1].Value is not { ValueKind: JsonValueKind.String } text)
            return Rejected($"'{options.TextField}' is a JSON {path[^1].Value.ValueKind}, not a string.");
        var id = MemberPath.Find(root, "id").Path?[0];
        var read = JsonText.Of(text);
        var rest = MemberPath.Without(root, path, id);
        // A text that is itself such an object was serialized twice.
        return read.AsSpan().TrimStart() is ['{', ..] && OpeningMember().IsMatch(read)
            ? Within(Read(read, null, options), id, rest)
            : OfText(read, options) with { Id = id?.Value.GetRawText(), Fields = rest };
    }

    private static ReviewMessage OfEnvelope(JsonElement root, MessageEnvelope envelope, ScoringOptions options)
    {
        var content = envelope.Content.Value;
        var inner = envelope.Text is { } text ? Read(text, envelope.MediaType, options) : content.ValueKind switch
        {
            JsonValueKind.Object => OfObject(content, options),
            JsonValueKind.String when !envelope.IsBase64 => Read(JsonText.Of(content), null, options),
            JsonValueKind.String => Rejected($"'{envelope.Content.Name}' of the {envelope.Name} envelope is not valid Base64."),
            var kind => Rejected($"'{envelope.Content.Name}' of the {envelope.Name} envelope is a JSON {kind}, not one review."),
        };
        return Within(inner, MemberPath.Find(root, envelope.IdName).Path?[0], MemberPath.Without(root, [envelope.Content]));
    }

    private static ReviewMessage Within(ReviewMessage inner, JsonProperty? id, string envelope) =>
        inner with { Id = inner.Id ?? id?.Value.GetRawText(), Envelope = envelope };

    private static string Missing(JsonElement root, string field)
    {
        var batch = root.EnumerateObject().FirstOrDefault(member => member.Value.ValueKind == JsonValueKind.Array
            && (BatchName().IsMatch(member.Name) || member.Value.EnumerateArray().Any(
                element => element.ValueKind == JsonValueKind.Object && MemberPath.Find(element, field).Path is not null)));
        if (batch.Value.ValueKind == JsonValueKind.Array)
        {
            return $"{ShownName.Of(batch.Name)} is a batch of {batch.Value.GetArrayLength()} values. " +
                "Send each review in a message of its own.";
        }

        var names = ShownName.List(root.EnumerateObject().Select(member => member.Name), most: 10);
        return names.Length == 0
            ? $"The object has no '{field}': it is empty."
            : $"The object has no '{field}', but {names}. Send it, or name the text's member in " +
                $"{ScoringOptions.Section}__{nameof(ScoringOptions.TextField)}.";
    }

    private static ReviewMessage OfText(string text, ScoringOptions options) =>
        TextValidation.Of(text, options) is { } refusal ? Rejected(refusal.Message)
        : TextForm.IsBase64(text) ? Rejected("The text is Base64. Send the text itself.")
        : new(text);

    private static ReviewMessage Rejected(string reason) => new("") { Rejection = reason };

    // {"text": or {'text': or {text: or such an object in an array. The string is atomic: trying its parts would take too long.
    [GeneratedRegex("""^\s*(\[\s*)?\{\s*("(?>([^"\\]|\\.)*)("\s*:|"?\s*$)|'[^']*'\s*:|[\p{L}_]\w*\s*:|$)""")]
    private static partial Regex OpeningMember();

    [GeneratedRegex("^(batch|(document|input|review|text|comment|message|item|record|row|event|value)s?)$", RegexOptions.IgnoreCase)]
    private static partial Regex BatchName();
}
