using FunctionsProtocol;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>A request as the host sends it.</summary>
internal sealed class RpcHttpRequestData(RpcHttp http, FunctionContext context) : HttpRequestData(context)
{
    private readonly Lazy<HttpHeadersCollection> headers = new(() => new(
        http.NullableHeaders.Select(header => KeyValuePair.Create(header.Key, header.Value.Value))));

    public override Stream Body { get; } = new MemoryStream(Bytes(http.Body).ToByteArray(), writable: false);

    public override HttpHeadersCollection Headers => headers.Value;

    public override Uri Url { get; } = new(http.Url);

    public override string Method => http.Method;

    public override HttpResponseData CreateResponse() => new RpcHttpResponseData(FunctionContext);

    private static ByteString Bytes(TypedData? body) => body?.DataCase switch
    {
        TypedData.DataOneofCase.Bytes => body.Bytes,
        TypedData.DataOneofCase.String => ByteString.CopyFromUtf8(body.String),
        TypedData.DataOneofCase.Json => ByteString.CopyFromUtf8(body.Json),
        _ => ByteString.Empty,
    };
}
