using System.Collections.Specialized;
using System.Security.Claims;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Tests.Support;

/// <summary>A call of an HTTP function without a body, as a test makes it without a host.</summary>
internal sealed class TestRequest() : HttpRequestData(new TestInvocation())
{
    public override Stream Body => Stream.Null;

    public override HttpHeadersCollection Headers { get; } = new();

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override Uri Url => new("http://localhost/");

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => "GET";

    public override NameValueCollection Query { get; } = new();

    public override HttpResponseData CreateResponse() => new TestResponse(FunctionContext);
}
