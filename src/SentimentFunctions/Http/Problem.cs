using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Http;

/// <summary>A refusal as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A stable identifier, for programs.</param>
/// <param name="Detail">What is wrong and what to do about it, for people.</param>
/// <param name="RetryAfter">When to try again, where that makes sense.</param>
internal sealed record Problem(HttpStatusCode Status, string Code, string Detail, TimeSpan? RetryAfter = null)
{
    /// <summary>The reason phrase of the status, as <c>about:blank</c> requires.</summary>
    private string Title => Status switch
    {
        HttpStatusCode.BadRequest => "Bad Request",
        HttpStatusCode.LengthRequired => "Length Required",
        HttpStatusCode.RequestEntityTooLarge => "Content Too Large",
        HttpStatusCode.UnsupportedMediaType => "Unsupported Media Type",
        HttpStatusCode.UnprocessableEntity => "Unprocessable Content",
        HttpStatusCode.TooManyRequests => "Too Many Requests",
        HttpStatusCode.ServiceUnavailable => "Service Unavailable",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.Conflict => "Conflict",
        _ => Status.ToString(),
    };

    /// <summary>Answers the request with this problem.</summary>
    public async Task<HttpResponseData> AnswerAsync(HttpRequestData request)
    {
        var response = await request.JsonAsync(Status, "application/problem+json", json =>
        {
            json.WriteString("type", "about:blank");
            json.WriteString("title", Title);
            json.WriteNumber("status", (int)Status);
            json.WriteString("code", Code);
            json.WriteString("detail", Detail);
        });
        if (RetryAfter is { } delay)
            response.Headers.Add("Retry-After", $"{Math.Max(1, Math.Ceiling(delay.TotalSeconds)):F0}");
        return response;
    }
}
