using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>What a load balancer and an operator ask.</summary>
/// <param name="logger">Says why the app is not ready.</param>
public sealed class HealthHttp(ILogger<HealthHttp> logger)
{
    /// <summary>The process lives. Touches no model, so that a missing one does not get instances restarted.</summary>
    [Function("Health")]
    public static Task<HttpResponseData> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request) =>
        request.JsonAsync(HttpStatusCode.OK, "application/json", json => json.WriteString("status", "live"));

    /// <summary>The app can do its work: a text has just been scored.</summary>
    [Function("Ready")]
    public async Task<HttpResponseData> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "ready")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        try
        {
            var engine = await SharedEngine.GetAsync(cancellationToken);
            var score = await engine.ScoreAsync("Ready when you are.", cancellationToken);
            return await request.JsonAsync(HttpStatusCode.OK, "application/json", json =>
            {
                json.WriteString("status", "ready");
                json.WriteModel(engine.Model);
                json.WriteString("label", score.Label);
            });
        }
        catch (EngineBusyException busy)
        {
            return await new Problem(HttpStatusCode.ServiceUnavailable, "busy", busy.Message, busy.RetryAfter).AnswerAsync(request);
        }
        catch (ModelLoadException exception)
        {
            return await ScoreHttp.Unavailable(exception, logger).AnswerAsync(request);
        }
    }
}
