using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>The health checks for a load balancer and an operator.</summary>
/// <param name="logger">Gets the reason when the model cannot be loaded, once a minute.</param>
public sealed class HealthHttp(ILogger<HealthHttp> logger)
{
    /// <summary>
    /// Whether the process is running. It does not use the model, so that a missing model does not get instances restarted.
    /// </summary>
    [Function("Health")]
    public static Task<HttpResponseData> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request) =>
        request.JsonAsync(HttpStatusCode.OK, "application/json", json => json.WriteString("status", "live"));

    /// <summary>Whether the app can score: it scores one text.</summary>
    [Function("Ready")]
    public async Task<HttpResponseData> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "ready")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        try
        {
            var engine = await SharedEngine.GetAsync(cancellationToken);
            var score = (await engine.ScoreWithMainModelAsync(["Ready when you are."], timings: null, cancellationToken))[0];
            return await request.JsonAsync(HttpStatusCode.OK, "application/json", json =>
            {
                json.WriteString("status", "ready");
                json.WriteModel(engine.Model);
                if (engine.FirstModel is { } first)
                    json.WriteModel(first, "firstModel");
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
