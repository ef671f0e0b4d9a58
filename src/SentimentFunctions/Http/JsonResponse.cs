using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>Responses with one JSON object.</summary>
internal static class JsonResponse
{
    /// <summary>The response whose body is the object that <paramref name="write"/> fills.</summary>
    public static async Task<HttpResponseData> JsonAsync(
        this HttpRequestData request, HttpStatusCode status, string mediaType, Action<Utf8JsonWriter> write)
    {
        var response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", mediaType);
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        if (request.FunctionContext.TraceContext.TraceParent is { Length: > 0 } trace)
            response.Headers.Add("traceparent", trace);
        await response.Body.WriteAsync(ScoreJson.Object(write));
        return response;
    }
}
