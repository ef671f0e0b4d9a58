using System.Net;
using System.Text;
using System.Text.Json;
using Sentiment.Csv;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>The two kinds of body: plain text, and JSON with one text or many. Both may begin with a byte order mark.</summary>
internal static class ScoreRequestBody
{
    private const string Shapes = "Send {\"text\": \"...\"}, {\"documents\": [{\"id\": \"1\", \"text\": \"...\"}]}, " +
        "{\"inputs\": [\"...\"]} or [\"...\"]";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a body that is one plain text.</summary>
    public static (ScoreRequest? Request, Problem? Problem) FromText(ReadOnlyMemory<byte> body, ScoringOptions options)
    {
        try
        {
            return (new([Document(0, null, StrictUtf8.GetString(Unmarked(body).Span), options)], true), null);
        }
        catch (DecoderFallbackException damage)
        {
            return (null, Bad("invalid_encoding",
                $"The body is not valid UTF-8: there is the byte {damage.BytesUnknown![0]:X2} at position {damage.Index}. " +
                "Send text/plain; charset=utf-8."));
        }
    }

    /// <summary>Reads a JSON body.</summary>
    public static (ScoreRequest? Request, Problem? Problem) FromJson(ReadOnlyMemory<byte> body, ScoringOptions options)
    {
        try
        {
            using var json = JsonDocument.Parse(Unmarked(body), Strict);
            return FromJson(json.RootElement, options);
        }
        catch (JsonException exception)
        {
            return (null, Bad("malformed_json", $"The body is not valid JSON: {exception.Message} {Shapes}."));
        }
    }

    private static (ScoreRequest?, Problem?) FromJson(JsonElement root, ScoringOptions options)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            return Documents(root, options);
        if (root.ValueKind != JsonValueKind.Object)
            return (null, Bad("wrong_shape",
                $"The body is {(root.ValueKind == JsonValueKind.Array ? "an empty array" : $"a JSON {root.ValueKind}")}. {Shapes}."));
        if (!TryFlag(root, "truncate", true, out var truncate) || !TryFlag(root, "sentences", false, out var sentences)
            || !TryFlag(root, "explain", false, out var explain))
            return (null, Bad("wrong_shape", "'truncate', 'sentences' and 'explain' must be true or false."));
        var given = root.EnumerateObject().Where(member => member.Name is "text" or "documents" or "inputs").ToList();
        if (given.Count != 1)
            return (null, Bad("wrong_shape",
                $"The body must have one of 'text', 'documents' and 'inputs', and has {given.Count}. {Shapes}."));
        var (name, value) = (given[0].Name, given[0].Value);
        if (name == "text")
            return (new([Document(0, null, value, options)], true) { Truncate = truncate, Sentences = sentences, Explain = explain }, null);
        if (explain)
            return (null, Bad("wrong_shape",
                "'explain' goes with 'text' only: every word of it costs a score. Send that text in a call of its own."));
        var (request, problem) = value.ValueKind == JsonValueKind.Array ? Documents(value, options)
            : name == "inputs" ? (new([Document(0, value, options)], false), null)
            : (null, Bad("wrong_shape", $"'documents' must be an array. {Shapes}."));
        return (request is null ? null : request with { Truncate = truncate, Sentences = sentences }, problem);
    }

    private static (ScoreRequest?, Problem?) Documents(JsonElement documents, ScoringOptions options) =>
        documents.GetArrayLength() is var count && count > options.MaxDocuments
            ? (null, new(
                HttpStatusCode.RequestEntityTooLarge,
                "too_many_documents",
                $"The call has {count} documents; at most {options.MaxDocuments} are taken. Split it, or drop a CSV file instead."))
            : (new([.. documents.EnumerateArray().Select((document, index) => Document(index, document, options))], false), null);

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
        if (document.ValueKind == JsonValueKind.String)
            return Document(index, null, document, options);
        if (document.ValueKind != JsonValueKind.Object)
            return new(index, null, "",
                new("wrong_shape", $"The document is a JSON {document.ValueKind}, not a string or an object with 'text'."));
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

    private static ReadOnlyMemory<byte> Unmarked(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private static Problem Bad(string code, string detail) => new(HttpStatusCode.BadRequest, code, detail);
}
