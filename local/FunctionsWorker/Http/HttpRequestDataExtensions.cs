using System.Net;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Short ways to answer a request.</summary>
public static class HttpRequestDataExtensions
{
    /// <summary>An empty response with this status.</summary>
    /// <param name="request">The request to answer.</param>
    /// <param name="statusCode">The status.</param>
    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }
}
