using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Http;

/// <summary>Answers with one JSON object.</summary>
internal static class JsonResponse
{
    /// <summary>The response whose body is the object that <paramref name="write"/> fills.</summary>
    public static async Task<HttpResponseData> JsonAsync(
        this HttpRequestData request, HttpStatusCode status, string mediaType, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        var response = request.CreateResponse(status);
        response.Headers.Add("Content-Type", mediaType);
        await response.Body.WriteAsync(body.WrittenMemory);
        return response;
    }
}
