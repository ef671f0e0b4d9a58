using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>The answer of <c>POST /api/score</c>: one score, or all of them with the refused documents beside.</summary>
internal static class ScoreResponse
{
    /// <summary>Answers with the scores of the scorable documents, in their order.</summary>
    public static Task<HttpResponseData> AnswerAsync(HttpRequestData request, ScoreRequest asked, ModelInfo model, SentimentScore[] scores)
    {
        if (asked.IsSingle && scores[0].Truncated && !asked.Truncate)
            return Unprocessable(TooManyTokens(scores[0], model)).AnswerAsync(request);
        return request.JsonAsync(HttpStatusCode.OK, "application/json", json =>
        {
            if (asked.IsSingle)
                json.WriteScore(scores[0]);
            else
                WriteDocuments(json, asked, model, scores);
        });
    }

    /// <summary>The answer to a single text that is not scored.</summary>
    public static Problem Unprocessable(TextRefusal refusal) => new(
        refusal.Code == TextRefusal.TooLong ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.UnprocessableEntity,
        refusal.Code,
        refusal.Message);

    private static void WriteDocuments(Utf8JsonWriter json, ScoreRequest asked, ModelInfo model, SentimentScore[] scores)
    {
        json.WriteModel(model);
        var errors = asked.Documents.Where(document => document.Refusal is not null).ToList();
        json.WriteStartArray("results");
        foreach (var (document, score) in asked.Scorable.Zip(scores))
        {
            if (score.Truncated && !asked.Truncate)
            {
                errors.Add(document with { Refusal = TooManyTokens(score, model) });
                continue;
            }

            json.WriteStartObject();
            json.WriteString("id", document.Id);
            json.WriteNumber("index", document.Index);
            json.WriteScore(score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("errors");
        foreach (var document in errors.OrderBy(document => document.Index))
            WriteError(json, document, document.Refusal!);
        json.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter json, ReviewDocument document, TextRefusal refusal)
    {
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        json.WriteNumber("index", document.Index);
        json.WriteString("code", refusal.Code);
        json.WriteString("message", refusal.Message);
        json.WriteEndObject();
    }

    private static TextRefusal TooManyTokens(SentimentScore score, ModelInfo model) => new(
        "too_many_tokens",
        $"The text has {score.Tokens} tokens; the model takes {model.MaxTokens}. Shorten it, or allow \"truncate\".");
}
