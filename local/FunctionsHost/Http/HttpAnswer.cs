using System.Globalization;
using System.Text;
using FunctionsProtocol;

namespace FunctionsHost.Http;

/// <summary>Writes a function's answer as the HTTP response.</summary>
internal static class HttpAnswer
{
    // The server sets these. As with the Functions host, a body goes out in chunks, without a Content-Length.
    private static readonly string[] SetByServer = ["Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"];

    /// <summary>Writes <paramref name="answer"/>; null means that the function returned nothing, which is 204.</summary>
    public static async Task WriteAsync(HttpResponse response, RpcHttp? answer)
    {
        if (answer is null)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.StatusCode = int.TryParse(answer.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code is >= 100 and < 1000
            ? code
            : StatusCodes.Status200OK;
        foreach (var (name, value) in answer.Headers)
            if (!SetByServer.Contains(name, StringComparer.OrdinalIgnoreCase))
                response.Headers[name] = value;
        foreach (var cookie in answer.Cookies)
            response.Cookies.Append(cookie.Name, cookie.Value, Options(cookie));
        if (Body(answer.Body) is { Length: > 0 } body
            && response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified or < 200))
            await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private static ReadOnlyMemory<byte> Body(TypedData? body) => body?.DataCase switch
    {
        TypedData.DataOneofCase.Bytes => body.Bytes.Memory,
        TypedData.DataOneofCase.Stream => body.Stream.Memory,
        TypedData.DataOneofCase.String => Encoding.UTF8.GetBytes(body.String),
        TypedData.DataOneofCase.Json => Encoding.UTF8.GetBytes(body.Json),
        _ => default,
    };

    private static CookieOptions Options(RpcHttpCookie cookie) => new()
    {
        Domain = cookie.Domain?.Value,
        Path = cookie.Path is { Value.Length: > 0 } path ? path.Value : "/",
        Expires = cookie.Expires?.Value?.ToDateTimeOffset(),
        Secure = cookie.Secure?.Value ?? false,
        HttpOnly = cookie.HttpOnly?.Value ?? false,
        MaxAge = cookie.MaxAge is { } age ? TimeSpan.FromSeconds(age.Value) : null,
        SameSite = cookie.SameSite switch
        {
            RpcHttpCookie.Types.SameSite.Strict => SameSiteMode.Strict,
            RpcHttpCookie.Types.SameSite.Lax => SameSiteMode.Lax,
            RpcHttpCookie.Types.SameSite.ExplicitNone => SameSiteMode.None,
            _ => SameSiteMode.Unspecified,
        },
    };
}
