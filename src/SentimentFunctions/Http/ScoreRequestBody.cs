using System.Net;
using System.Text;
using System.Text.Json;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>The two kinds of body: a bare text, and JSON with one text or many.</summary>
internal static class ScoreRequestBody
{
    private const string Shapes = "Send {\"text\": \"...\"} or {\"documents\": [{\"id\": \"1\", \"text\": \"...\"}]}";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a body that is one bare text.</summary>
    public static (ScoreRequest? Request, Problem? Problem) FromText(ReadOnlyMemory<byte> body, ScoringOptions options)
    {
        try
        {
            return (new([Document(0, null, StrictUtf8.GetString(body.Span), options)], true), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Bad("invalid_encoding", "The body is not valid UTF-8. Send text/plain; charset=utf-8."));
        }
    }

    /// <summary>Reads a JSON body.</summary>
    public static (ScoreRequest? Request, Problem? Problem) FromJson(ReadOnlyMemory<byte> body, ScoringOptions options)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return FromJson(json.RootElement, options);
        }
        catch (JsonException exception)
        {
            return (null, Bad("malformed_json", $"The body is not valid JSON: {exception.Message} {Shapes}."));
        }
    }

    private static (ScoreRequest?, Problem?) FromJson(JsonElement root, ScoringOptions options)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return (null, Bad("wrong_shape", $"The body is a JSON {root.ValueKind}, not an object. {Shapes}."));
        if (!TryFlag(root, "truncate", true, out var truncate) || !TryFlag(root, "sentences", false, out var sentences)
            || !TryFlag(root, "explain", false, out var explain))
            return (null, Bad("wrong_shape", "'truncate', 'sentences' and 'explain' must be true or false."));
        var hasText = root.TryGetProperty("text", out var text);
        if (hasText == root.TryGetProperty("documents", out var documents))
            return (null, Bad("wrong_shape", $"The body must have either 'text' or 'documents'. {Shapes}."));
        if (hasText)
            return (new([Document(0, null, text, options)], true) { Truncate = truncate, Sentences = sentences, Explain = explain }, null);
        if (explain)
            return (null, Bad("wrong_shape",
                "'explain' goes with 'text' only: every word of it costs a score. Send the text that puzzles you alone."));
        if (documents.ValueKind != JsonValueKind.Array)
            return (null, Bad("wrong_shape", $"'documents' must be an array. {Shapes}."));
        if (documents.GetArrayLength() is var count && count > options.MaxDocuments)
        {
            return (null, new(
                HttpStatusCode.RequestEntityTooLarge,
                "too_many_documents",
                $"The call has {count} documents; at most {options.MaxDocuments} are taken. Split it, or drop a CSV file instead."));
        }

        var read = documents.EnumerateArray().Select((document, index) => Document(index, document, options)).ToList();
        return (new(read, false) { Truncate = truncate, Sentences = sentences }, null);
    }

    private static bool TryFlag(JsonElement root, string name, bool otherwise, out bool value)
    {
        value = otherwise;
        if (!root.TryGetProperty(name, out var flag))
            return true;
        value = flag.ValueKind == JsonValueKind.True;
        return flag.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    private static ReviewDocument Document(int index, JsonElement document, ScoringOptions options)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return new(index, null, "", new("wrong_shape", $"The document is a JSON {document.ValueKind}, not an object with 'text'."));
        var id = document.TryGetProperty("id", out var value) ? JsonText.Name(value) : null;
        return document.TryGetProperty("text", out var text)
            ? Document(index, id, text, options)
            : Document(index, id, (string?)null, options);
    }

    private static ReviewDocument Document(int index, string? id, JsonElement text, ScoringOptions options) =>
        text.ValueKind == JsonValueKind.String
            ? Document(index, id, JsonText.Of(text), options)
            : new(index, id, "", new("missing_text", $"'text' is a JSON {text.ValueKind}, not a string."));

    private static ReviewDocument Document(int index, string? id, string? text, ScoringOptions options) =>
        TextValidation.Of(text, options) is { } refusal ? new(index, id, "", refusal) : new(index, id, text!, null);

    private static Problem Bad(string code, string detail) => new(HttpStatusCode.BadRequest, code, detail);
}
