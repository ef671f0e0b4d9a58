using FunctionsHost.Functions;
using FunctionsProtocol;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace FunctionsHost.Http;

/// <summary>Turns an HTTP request into the invocation request that the Functions host sends for it.</summary>
internal static class HttpInvocation
{
    public static async Task<InvocationRequest> BuildAsync(HttpContext http, string parameter)
    {
        // Without a Content-Length, the Functions host reads no body at all: a chunked one reaches the worker empty.
        var body = http.Request.ContentLength is > 0 and long length ? await ReadAsync(http.Request, length) : [];
        var request = new InvocationRequest
        {
            // If the host traces, its span is the worker's parent; otherwise the caller's span is.
            TraceContext = TraceContext.From(
                http.Response.Headers.TraceParent is [{ } own] ? own : http.Request.Headers.TraceParent, http.Request.Headers.TraceState),
            InputData = { new ParameterBinding { Name = parameter, Data = new TypedData { Http = Message(http.Request, body) } } },
        };
        foreach (var (name, data) in Metadata(http.Request, body))
            request.TriggerMetadata[name] = data;
        return request;
    }

    internal static RpcHttp Message(HttpRequest request, byte[] body)
    {
        var message = new RpcHttp { Method = request.Method, Url = request.GetEncodedUrl(), Identities = { Anonymous() } };
        if (body.Length > 0)
            message.Body = new TypedData { Bytes = UnsafeByteOperations.UnsafeWrap(body) };
        foreach (var (name, value) in request.Headers)
            message.NullableHeaders[name.ToLowerInvariant()] = Nullable(value);
        foreach (var (name, value) in request.Query)
            message.NullableQuery[name] = Nullable(value);
        foreach (var (name, value) in request.RouteValues)
            message.NullableParams[name] = value is null ? new NullableString() : Nullable(value.ToString());
        return message;
    }

    /// <summary>Body properties, then query, then route, later ones winning; Query and Headers as JSON.</summary>
    internal static Dictionary<string, TypedData> Metadata(HttpRequest request, byte[] body)
    {
        var data = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in BindingData.OfJsonObject(body))
            data[name] = value;
        // "code" is the function key, not data.
        var query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.LastOrDefault() ?? "");
        foreach (var (name, value) in query.Where(pair => !pair.Key.Equals("code", StringComparison.OrdinalIgnoreCase)))
            data[name] = BindingData.Text(value);
        foreach (var (name, value) in request.RouteValues.Where(pair => pair.Value is not null))
            data[name] = BindingData.Text(value!.ToString()!);
        data["Query"] = BindingData.JsonOf(query);
        data["Headers"] = BindingData.JsonOf(request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
        return data;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, long length)
    {
        if (length > HttpServer.MaxBody) // Checked before the buffer is allocated, so that a wrong length costs nothing.
            throw new BadHttpRequestException("The body is too long.");
        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
        return body;
    }

    private static NullableString Nullable(StringValues value) => new() { Value = value.ToString() };

    private static RpcClaimsIdentity Anonymous() => new()
    {
        NameClaimType = new NullableString { Value = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name" },
        RoleClaimType = new NullableString { Value = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role" },
    };
}
