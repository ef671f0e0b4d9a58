using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Tests.Support;

/// <summary>The answer to a <see cref="TestRequest"/>.</summary>
internal sealed class TestResponse(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; }

    public override HttpHeadersCollection Headers { get; set; } = new();

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => throw new NotSupportedException();

    /// <summary>The body.</summary>
    public JsonElement Json => JsonElement.Parse(((MemoryStream)Body).ToArray());
}
