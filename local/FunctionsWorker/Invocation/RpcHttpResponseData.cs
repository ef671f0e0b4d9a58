using System.Globalization;
using System.Net;
using FunctionsProtocol;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>A response as the host takes it.</summary>
internal sealed class RpcHttpResponseData(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public RpcHttp ToRpc()
    {
        var http = new RpcHttp { StatusCode = ((int)StatusCode).ToString(CultureInfo.InvariantCulture) };
        foreach (var (name, values) in Headers)
            http.Headers[name] = string.Join(',', values);
        Body.Position = 0;
        http.Body = new() { Bytes = ByteString.FromStream(Body) };
        return http;
    }
}
