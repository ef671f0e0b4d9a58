using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Http;

/// <summary>The description of the HTTP function, for tools and client generators.</summary>
public static class OpenApi
{
    /// <summary>OpenAPI 3.1.</summary>
    [Function(nameof(OpenApi))]
    public static async Task<HttpResponseData> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "openapi.json")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.Headers.Add("Content-Type", "application/json");
        await using var description = typeof(OpenApi).Assembly.GetManifestResourceStream("openapi.json")!;
        await description.CopyToAsync(response.Body, cancellationToken);
        return response;
    }
}
