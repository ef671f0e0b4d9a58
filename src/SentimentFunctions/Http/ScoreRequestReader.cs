using System.Net;
using System.Net.Http.Headers;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Http;

/// <summary>
/// Reads a call of <c>POST /api/score</c>, or says why it cannot be read. Every limit is checked before the work that it saves.
/// </summary>
internal static class ScoreRequestReader
{
    /// <summary>The request, or the problem; never both.</summary>
    public static async Task<(ScoreRequest? Request, Problem? Problem)> ReadAsync(
        HttpRequestData request, ScoringOptions options, CancellationToken cancellationToken)
    {
        // The body is in memory already, whole: the host sent it so. Its length is known without reading it.
        var length = request.Body.Length;
        if (length > options.MaxBodyBytes)
            return (null, new(HttpStatusCode.RequestEntityTooLarge, "body_too_large",
                $"The body has {length} bytes; at most {options.MaxBodyBytes} are taken."));
        if (length == 0)
            return (null, Empty(request));

        var mediaType = MediaTypeHeaderValue.TryParse(Header(request, "Content-Type"), out var parsed) ? parsed : null;
        var charset = mediaType?.CharSet?.Trim('"');
        if (charset is not null && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return (null, Unsupported($"The charset '{charset}' is not taken, only utf-8."));

        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, cancellationToken);
        return mediaType?.MediaType?.ToLowerInvariant() switch
        {
            "text/plain" => ScoreRequestBody.FromText(body, options),
            "application/json" => ScoreRequestBody.FromJson(body, options),
            { } other when other.EndsWith("+json", StringComparison.Ordinal) => ScoreRequestBody.FromJson(body, options),
            var other =>
                (null, Unsupported(
                    $"The media type is {(other is null ? "missing" : $"'{other}'")}. Send application/json or text/plain.")),
        };
    }

    /// <summary>A chunked body never reaches an isolated worker, so the caller is told that, instead of that there was none.</summary>
    private static Problem Empty(HttpRequestData request) =>
        Header(request, "Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true
            ? new(HttpStatusCode.LengthRequired, "chunked_body",
                "The body was sent chunked, which Azure Functions does not pass on. Send it with a Content-Length.")
            : new(HttpStatusCode.BadRequest, "empty_body",
                "The body is empty. Send {\"text\": \"...\"} as application/json, or the text itself as text/plain.");

    private static Problem Unsupported(string detail) => new(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", detail);

    private static string? Header(HttpRequestData request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
