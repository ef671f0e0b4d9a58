using System.Net;
using System.Text;
using System.Text.Json;
using Sentiment.Csv;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>
/// A request to <c>POST /api/score</c>: plain text, or JSON with one text or many. Both may begin with a byte order mark.
/// </summary>
/// <param name="Documents">The texts, in order.</param>
/// <param name="IsSingle">Whether the caller sent one text and wants one score, not a list.</param>
internal sealed record ScoreRequest(IReadOnlyList<ReviewDocument> Documents, bool IsSingle)
{
    /// <summary>
    /// A call may have this many sentences for each document that it may have: more than reviews have, and far fewer than fit in a body.
    /// </summary>
    private const int SentencesPerDocument = 10;

    /// <summary>A call may always have this many sentences, because one long review alone can have hundreds.</summary>
    private const int LeastSentences = 1_000;

    private const string Shapes = "Send {\"text\": \"...\"}, {\"documents\": [{\"id\": \"1\", \"text\": \"...\"}]}, " +
        "{\"inputs\": [\"...\"]} or [\"...\"]";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Whether a text that is longer than the model's limit may be cut.</summary>
    public bool Truncate { get; init; } = true;

    /// <summary>The sentences of each scorable document, which also get a score; null when the caller did not request them.</summary>
    public IReadOnlyList<List<TextSpan>>? Sentences { get; init; }

    /// <summary>Whether the influence of each word on the score is requested; for a single text only.</summary>
    public bool Explain { get; init; }

    /// <summary>The documents that go to the engine, in order.</summary>
    public IEnumerable<ReviewDocument> Scorable => Documents.Where(document => document.Refusal is null);

    /// <summary>Reads a body that is one plain text.</summary>
    public static (ScoreRequest? Request, Problem? Problem) FromText(ReadOnlyMemory<byte> body, ScoringOptions options)
    {
        try
        {
            return (new([ReviewDocument.Of(0, null, StrictUtf8.GetString(Unmarked(body).Span), options)], true), null);
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
        // The last two are for a name that is not text: half a surrogate pair, or bytes that are not UTF-8.
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return (null, Bad("malformed_json", $"The body is not valid JSON: {exception.Message} {Shapes}."));
        }
    }

    private static (ScoreRequest?, Problem?) FromJson(JsonElement root, ScoringOptions options)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            return Read(root, options);
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
        var (request, problem) = name == "text" ? (new([ReviewDocument.Of(0, null, value, options)], true), null)
            : explain ? (null, Bad("wrong_shape",
                "'explain' works with 'text' only, because every word costs one more score. Send the text in a separate call."))
            : value.ValueKind == JsonValueKind.Array ? Read(value, options)
            : name == "inputs" ? (new([ReviewDocument.Of(0, value, options)], false), null)
            : (null, Bad("wrong_shape", $"'documents' must be an array. {Shapes}."));
        if (request is null)
            return (null, problem);
        request = request with { Truncate = truncate, Explain = explain };
        return sentences ? Split(request, options) : (request, null);
    }

    private static (ScoreRequest?, Problem?) Split(ScoreRequest request, ScoringOptions options)
    {
        var sentences = request.Scorable.Select(document => SentenceSplitter.Split(document.Text)).ToList();
        var (count, most) =
            (sentences.Sum(document => document.Count), Math.Max(LeastSentences, SentencesPerDocument * options.MaxDocuments));
        return count <= most ? (request with { Sentences = sentences }, null)
            : (null, new(
                HttpStatusCode.RequestEntityTooLarge,
                "too_many_sentences",
                $"The call has {count} sentences; at most {most} are scored. Split it, or leave out 'sentences'."));
    }

    private static (ScoreRequest?, Problem?) Read(JsonElement documents, ScoringOptions options) =>
        documents.GetArrayLength() is var count && count > options.MaxDocuments
            ? (null, new(
                HttpStatusCode.RequestEntityTooLarge,
                "too_many_documents",
                $"The call has {count} documents; at most {options.MaxDocuments} are accepted. Split it, or drop a CSV file instead."))
            : (new([.. documents.EnumerateArray().Select((document, index) => ReviewDocument.Of(index, document, options))], false), null);

    private static bool TryFlag(JsonElement root, string name, bool otherwise, out bool value)
    {
        value = otherwise;
        if (!root.TryGetProperty(name, out var flag))
            return true;
        value = flag.ValueKind == JsonValueKind.True;
        return flag.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    private static ReadOnlyMemory<byte> Unmarked(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private static Problem Bad(string code, string detail) => new(HttpStatusCode.BadRequest, code, detail);
}

/// <summary>One text of a call.</summary>
/// <param name="Index">Its place in the call, from 0.</param>
/// <param name="Id">The caller's id for it, if any.</param>
/// <param name="Text">The text; empty when it is refused.</param>
/// <param name="Refusal">Why it is not scored, or null.</param>
internal sealed record ReviewDocument(int Index, string? Id, string Text, TextValidation? Refusal)
{
    /// <summary>Reads an element of a list: a string, or an object with <c>text</c>.</summary>
    public static ReviewDocument Of(int index, JsonElement document, ScoringOptions options)
    {
        if (document.ValueKind == JsonValueKind.String)
            return Of(index, null, document, options);
        if (document.ValueKind != JsonValueKind.Object)
            return new(index, null, "",
                new("wrong_shape", $"The document is a JSON {document.ValueKind}, not a string or an object with 'text'."));
        var id = document.TryGetProperty("id", out var value) ? JsonText.Name(value) : null;
        return document.TryGetProperty("text", out var text)
            ? Of(index, id, text, options)
            : Of(index, id, (string?)null, options);
    }

    /// <summary>Reads a text, which must be a JSON string.</summary>
    public static ReviewDocument Of(int index, string? id, JsonElement text, ScoringOptions options) =>
        text.ValueKind == JsonValueKind.String
            ? Of(index, id, JsonText.Of(text), options)
            : new(index, id, "", new("missing_text", $"'text' is a JSON {text.ValueKind}, not a string."));

    /// <summary>A text, with the reason not to score it if there is one.</summary>
    public static ReviewDocument Of(int index, string? id, string? text, ScoringOptions options) =>
        TextValidation.Of(text, options) is { } refusal ? new(index, id, "", refusal) : new(index, id, text!, null);
}
