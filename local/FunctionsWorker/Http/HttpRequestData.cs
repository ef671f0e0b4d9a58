using System.Collections.Specialized;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The request that triggered an HTTP function.</summary>
/// <param name="functionContext">The invocation that it triggered.</param>
public abstract class HttpRequestData(FunctionContext functionContext)
{
    private NameValueCollection? query;

    /// <summary>The body; empty when the caller sent it chunked, without a Content-Length.</summary>
    public abstract Stream Body { get; }

    /// <summary>The headers.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    /// <summary>The URL as the caller wrote it.</summary>
    public abstract Uri Url { get; }

    /// <summary>The method, upper-case.</summary>
    public abstract string Method { get; }

    /// <summary>The query's values by name.</summary>
    public virtual NameValueCollection Query => query ??= HttpUtility.ParseQueryString(Url.Query);

    /// <summary>The invocation that it triggered.</summary>
    public FunctionContext FunctionContext { get; } = functionContext;

    /// <summary>An empty response to this request.</summary>
    public abstract HttpResponseData CreateResponse();
}
