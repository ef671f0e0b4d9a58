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
        json.WriteScore(document.Score);
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
