using System.Diagnostics;
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
    public Task<HttpResponseData> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "ready")] HttpRequestData request,
        CancellationToken cancellationToken) =>
        AnswerAsync(request, async () =>
        {
            var engine = await SharedEngine.GetAsync(cancellationToken);
            // A new text each time: the score of one that was scored before comes from the cache, whatever the model does now.
            var text = $"Ready at {Stopwatch.GetTimestamp()}.";
            return (engine, (await engine.ScoreWithMainModelAsync([text], timings: null, cancellationToken))[0]);
        });

    /// <summary>Answers with what the app has scored, or why it cannot score.</summary>
    internal async Task<HttpResponseData> AnswerAsync(
        HttpRequestData request, Func<Task<(SentimentEngine Engine, SentimentScore Score)>> scoreAsync)
    {
        try
        {
            var (engine, score) = await scoreAsync();
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
            return await ModelOutage.Shared.Answer(exception, logger).AnswerAsync(request);
        }
        catch (UnscorableTextException)
        {
            return await new Problem(
                HttpStatusCode.ServiceUnavailable,
                TextValidation.NoResult,
                "The model gives a result that is not a number for a plain English text. Export it again in fp32, or use another model.",
                TimeSpan.FromSeconds(10)).AnswerAsync(request);
        }
    }
}
