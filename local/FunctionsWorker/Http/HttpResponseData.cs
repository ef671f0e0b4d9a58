using System.Net;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>What an HTTP function answers.</summary>
/// <param name="functionContext">The invocation that it answers.</param>
public abstract class HttpResponseData(FunctionContext functionContext)
{
    /// <summary>The status.</summary>
    public abstract HttpStatusCode StatusCode { get; set; }

    /// <summary>The headers.</summary>
    public abstract HttpHeadersCollection Headers { get; set; }

    /// <summary>The body, to be written to.</summary>
    public abstract Stream Body { get; set; }

    /// <summary>The invocation that it answers.</summary>
    public FunctionContext FunctionContext { get; } = functionContext;
}
