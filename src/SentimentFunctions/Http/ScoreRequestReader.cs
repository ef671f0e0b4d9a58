using System.IO.Compression;
using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Http;

/// <summary>
/// Reads a call of <c>POST /api/score</c>, or says why it cannot be read. Every limit is checked before the work that it avoids.
/// </summary>
internal static class ScoreRequestReader
{
    /// <summary>The request, or the problem; never both.</summary>
    public static async Task<(ScoreRequest? Request, Problem? Problem)> ReadAsync(
        HttpRequestData request, ScoringOptions options, CancellationToken cancellationToken)
    {
        // The host sent the complete body, which is already in memory, so its length is known.
        var length = request.Body.Length;
        if (length > options.MaxBodyBytes)
            return (null, new(HttpStatusCode.RequestEntityTooLarge, "body_too_large",
                $"The body has {length} bytes; at most {options.MaxBodyBytes} are accepted."));
        if (length == 0)
            return (null, Empty(request));

        var (mediaType, charset) = ContentType(request);
        if (charset is not (null or "utf-8" or "utf8" or "us-ascii" or "ascii"))
            return (null, Unsupported($"The charset '{charset}' is not supported. Send utf-8."));
        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, cancellationToken);
        var (unpacked, problem) = Unpack(body, Header(request, "Content-Encoding"), options);
        return problem is not null ? (null, problem) : mediaType switch
        {
            "text/plain" => ScoreRequest.FromText(unpacked, options),
            "application/json" or "text/json" => ScoreRequest.FromJson(unpacked, options),
            { } other when other.EndsWith("+json", StringComparison.Ordinal) => ScoreRequest.FromJson(unpacked, options),
            var other =>
                (null, Unsupported(
                    $"The media type is {(other is null ? "missing" : $"'{other}'")}. Send application/json or text/plain.")),
        };
    }

    /// <summary>The media type and the charset in lower case; null where they are missing.</summary>
    private static (string? MediaType, string? Charset) ContentType(HttpRequestData request)
    {
        var parts = (Header(request, "Content-Type") ?? "").ToLowerInvariant()
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (parts.FirstOrDefault(), parts.Skip(1).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(part => part is ["charset", _])?[1].Trim('"', '\''));
    }

    private static (ReadOnlyMemory<byte> Body, Problem? Problem) Unpack(byte[] body, string? encoding, ScoringOptions options)
    {
        switch (encoding?.Trim().ToLowerInvariant())
        {
            case null or "" or "identity":
                return (body, null);
            case "gzip" or "x-gzip":
                break;
            default:
                return (default, Unsupported($"The Content-Encoding '{encoding}' is not supported. Send no encoding, or gzip."));
        }

        try
        {
            // At most one byte over the limit is read; gzip compresses 1032 to 1 at best.
            var unpacked = new byte[Math.Min(options.MaxBodyBytes, 1032L * body.Length) + 1];
            using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            var length = gzip.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
            if (length > options.MaxBodyBytes)
                return (default, new(HttpStatusCode.RequestEntityTooLarge, "body_too_large",
                    $"The body has more than {options.MaxBodyBytes} bytes when it is unpacked; at most that many are accepted."));
            return (unpacked.AsMemory(0, length), null);
        }
        catch (InvalidDataException)
        {
            return (default, new(HttpStatusCode.BadRequest, "invalid_encoding",
                "The body is not valid gzip, as its Content-Encoding says. Send it completely, or without that header."));
        }
    }

    /// <summary>A chunked body never reaches an isolated worker. The problem says so, instead of saying that there was no body.</summary>
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
