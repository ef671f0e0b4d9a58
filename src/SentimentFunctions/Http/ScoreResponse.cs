using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>The answer of <c>POST /api/score</c>: one score, or all scores and the refused documents.</summary>
internal static class ScoreResponse
{
    /// <summary>Answers with the scored documents, in their order.</summary>
    public static Task<HttpResponseData> AnswerAsync(
        HttpRequestData request, ScoreRequest asked, ModelInfo model, IReadOnlyList<ScoredDocument> scored)
    {
        if (asked.IsSingle && scored[0].Refusal is { } refusal)
            return Unprocessable(refusal).AnswerAsync(request);
        return request.JsonAsync(HttpStatusCode.OK, "application/json", json =>
        {
            if (asked.IsSingle)
                WriteScores(json, scored[0]);
            else
                WriteDocuments(json, asked, model, scored);
        });
    }

    /// <summary>The answer to a single text that is not scored.</summary>
    public static Problem Unprocessable(TextValidation refusal) => new(
        refusal.Code == TextValidation.TooLong ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.UnprocessableEntity,
        refusal.Code,
        refusal.Message);

    private static void WriteDocuments(Utf8JsonWriter json, ScoreRequest asked, ModelInfo model, IReadOnlyList<ScoredDocument> scored)
    {
        json.WriteModel(model);
        json.WriteStartArray("results");
        foreach (var document in scored.Where(document => document.Refusal is null))
        {
            json.WriteStartObject();
            json.WriteString("id", document.Document.Id);
            json.WriteNumber("index", document.Document.Index);
            WriteScores(json, document);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var refused = asked.Documents.Concat(scored.Select(document => document.Document with { Refusal = document.Refusal }))
            .Where(document => document.Refusal is not null);
        json.WriteStartArray("errors");
        foreach (var document in refused.OrderBy(document => document.Index))
            WriteError(json, document, document.Refusal!);
        json.WriteEndArray();
    }

    private static void WriteScores(Utf8JsonWriter json, ScoredDocument document)
    {
        json.WriteScore(document.Score!); // only a refused document has none
        document.Explanation?.Write(json);
        if (document.Sentences is null)
            return;
        json.WriteStartArray("sentences");
        foreach (var (span, score) in document.Sentences)
        {
            json.WriteStartObject();
            json.WriteNumber("offset", span.Offset);
            json.WriteNumber("length", span.Length);
            json.WriteScore(score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter json, ReviewDocument document, TextValidation refusal)
    {
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        json.WriteNumber("index", document.Index);
        json.WriteString("code", refusal.Code);
        json.WriteString("message", refusal.Message);
        json.WriteEndObject();
    }
}

/// <summary>One scored text of a call.</summary>
/// <param name="Document">The text.</param>
/// <param name="Score">Its score; null if it has no result.</param>
/// <param name="Sentences">Its sentences with their scores, without those that have no result or no known word; null when the caller did
/// not request them.</param>
internal sealed record ScoredDocument(ReviewDocument Document, SentimentScore? Score,
    IReadOnlyList<(TextSpan Span, SentimentScore Score)>? Sentences)
{
    /// <summary>The influence of each word on the score; null when the caller did not request it.</summary>
    public Explanation? Explanation { get; init; }

    /// <summary>Why there is no score, or null.</summary>
    public TextValidation? Refusal { get; private init; }

    /// <summary>Scores every scorable document, with all its parts, in one call of the engine.</summary>
    /// <exception cref="EngineBusyException">The engine's queue is full; nothing was scored.</exception>
    /// <exception cref="UnscorableTextException">A text to be explained, or a part of it, has no result.</exception>
    public static async Task<IReadOnlyList<ScoredDocument>> ScoreAsync(
        SentimentEngine engine, ScoreRequest asked, ScoreTimings timings, CancellationToken cancellationToken)
    {
        var documents = asked.Scorable.ToList();
        var sentences = documents.Select((_, index) => asked.Sentences?[index]).ToList();
        var plan = asked.Explain ? ExplanationPlan.Of(documents[0].Text, engine.Model.MaxTokens) : null;
        var texts = documents.Zip(sentences).SelectMany(pair => (IEnumerable<string>)
            [pair.First.Text, .. (pair.Second ?? []).Select(span => pair.First.Text.Substring(span.Offset, span.Length))]);
        // Scores of two models cannot be compared, so an explanation comes from the main one alone.
        var scores = new Queue<SentimentScore?>(plan is null
            ? await engine.ScoreEachAsync([.. texts], timings, mayBlock: true, cancellationToken)
            : await engine.ScoreWithMainModelAsync([.. texts, .. plan.Variants], timings, cancellationToken));
        var scored = documents.Zip(sentences, (document, spans) =>
        {
            var score = scores.Dequeue();
            var parts = spans?.ConvertAll(span => (Span: span, Score: scores.Dequeue()!)); // those without a score are removed at once
            parts?.RemoveAll(sentence => TextValidation.Of(sentence.Score) is not null);
            return new ScoredDocument(document, score, parts)
            {
                Refusal = score is { Truncated: true } && !asked.Truncate ? TooManyTokens(score, score.DecidedBy ?? engine.Model)
                    : TextValidation.Of(score),
            };
        }).ToList();
        if (plan is not null)
            scored[0] = scored[0] with { Explanation = Explanation.Of(documents[0].Text, scored[0].Score!, plan, scores!) };
        return scored;
    }

    private static TextValidation TooManyTokens(SentimentScore score, ModelInfo model) => new(
        "too_many_tokens",
        $"The text has {score.Tokens} tokens; the model takes {model.MaxTokens}. Shorten it, or allow \"truncate\".");
}
