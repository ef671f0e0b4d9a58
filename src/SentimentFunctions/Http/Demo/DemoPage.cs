using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace SentimentFunctions.Http.Demo;

/// <summary>
/// A page to try the model: one HTML file with its styles and scripts, all embedded in this assembly, so that it loads nothing from
/// elsewhere. Anonymous, because it has no data; the calls that it makes need the function key as usual.
/// </summary>
/// <param name="options">Whether the page is switched on.</param>
public sealed class DemoPage(ScoringOptions options)
{
    /// <summary>The page itself.</summary>
    [Function(nameof(DemoPage))]
    public Task<HttpResponseData> PageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "demo")] HttpRequestData request) =>
        request.Url.AbsolutePath.EndsWith('/') ? Task.FromResult(WithoutSlash(request)) : AnswerAsync(request, "index.html");

    /// <summary>The files of the page.</summary>
    [Function("DemoAsset")]
    public Task<HttpResponseData> AssetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "demo/{file}")] HttpRequestData request, string file) =>
            AnswerAsync(request, file);

    /// <summary>The page refers to its files relative to its own address; a slash at the end would change that address.</summary>
    private static HttpResponseData WithoutSlash(HttpRequestData request)
    {
        var response = request.CreateResponse(HttpStatusCode.PermanentRedirect);
        response.Headers.Add("Location", "../demo");
        return response;
    }

    private async Task<HttpResponseData> AnswerAsync(HttpRequestData request, string file)
    {
        if (!options.DemoPage)
        {
            return await new Problem(
                HttpStatusCode.NotFound,
                "demo_off",
                $"The page is switched off. Set {ScoringOptions.Section}__{nameof(ScoringOptions.DemoPage)} to true to see " +
                "it.").AnswerAsync(request);
        }

        if (DemoAsset.Find(file, options.TextField) is not { } asset)
            return await new Problem(HttpStatusCode.NotFound, "no_such_file", "The page has no such file.").AnswerAsync(request);

        var response = request.CreateResponse(HttpStatusCode.OK);
        response.Headers.Add("Content-Type", asset.MediaType);
        response.Headers.Add("Content-Security-Policy", DemoAsset.ContentSecurityPolicy);
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        response.Headers.Add("Referrer-Policy", "no-referrer");
        response.Headers.Add("Cache-Control", "no-cache");
        await response.Body.WriteAsync(asset.Bytes);
        return response;
    }
}
