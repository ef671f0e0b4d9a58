using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Http;

/// <summary>The HTTP function: scores one text or many while the caller waits.</summary>
/// <param name="options">The limits.</param>
/// <param name="logger">Gets why the model cannot be loaded, once a minute; never a caller's text, unless the settings allow it.</param>
public sealed class ScoreHttp(ScoringOptions options, ILogger<ScoreHttp> logger)
{
    /// <summary>Scores the texts of the body.</summary>
    [Function(nameof(ScoreHttp))]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "score")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InvocationTelemetry.MeasureAsync(Trigger.Http, async work =>
        {
            var response = await AnswerAsync(request, work, cancellationToken);
            // The query is left out, because it may have a function key.
            work.Tell("http.request.method", request.Method);
            work.Tell("http.route", "/api/score");
            work.Tell("url.scheme", request.Url.Scheme);
            work.Tell("url.path", request.Url.AbsolutePath);
            work.Tell("server.address", request.Url.Host);
            work.Tell("http.response.status_code", (int)response.StatusCode);
            return response;
        });
    }

    private async Task<HttpResponseData> AnswerAsync(HttpRequestData request, Invocation work, CancellationToken cancellationToken)
    {
        var (asked, problem) = await ScoreRequestReader.ReadAsync(request, options, cancellationToken);
        if (asked is { IsSingle: true } && asked.Documents[0].Refusal is { } refusal)
            problem = ScoreResponse.Unprocessable(refusal);
        work.Reviews = asked?.Documents.Count ?? 1;
        if (asked is null || problem is not null)
        {
            work.Done(0, work.Reviews);
            return await problem!.AnswerAsync(request);
        }

        logger.LogInput(options.LogInput, asked.Scorable.Select(document => document.Text));
        try
        {
            var engine = await SharedEngine.GetAsync(cancellationToken);
            var timings = new ScoreTimings();
            var scored = await ScoredDocument.ScoreAsync(engine, asked, timings, cancellationToken);
            var given = scored.Count(document => document.Refusal is null);
            work.Done(given, asked.Documents.Count - given);
            var response = await ScoreResponse.AnswerAsync(request, asked, engine.Model, scored);
            response.Headers.Add("Server-Timing", ServerTiming(timings, work.Elapsed));
            return response;
        }
        catch (EngineBusyException busy)
        {
            work.Refused();
            // Metrics count refused calls. A line for each would fill the log when the app is busiest.
            logger.LogDebug("Refused a call of {Documents} documents: {Reason}", asked.Documents.Count, busy.Message);
            return await new Problem(HttpStatusCode.TooManyRequests, "busy", busy.Message, busy.RetryAfter).AnswerAsync(request);
        }
        catch (UnscorableTextException exception)
        {
            work.Done(0, asked.Documents.Count);
            return await ScoreResponse.Unprocessable(new(TextValidation.NoResult, exception.Message)).AnswerAsync(request);
        }
        catch (ModelLoadException exception)
        {
            work.Failed("503");
            return await ModelOutage.Shared.Answer(exception, logger).AnswerAsync(request);
        }
    }

    /// <summary>Where the time went, in milliseconds (https://www.w3.org/TR/server-timing/): browsers and tools show it.</summary>
    private static string ServerTiming(ScoreTimings timings, TimeSpan total) => string.Create(
        CultureInfo.InvariantCulture,
        $"tokenize;dur={timings.Tokenization.TotalMilliseconds:F2}, queue;dur={timings.Queue.TotalMilliseconds:F2}, " +
        $"inference;dur={timings.Inference.TotalMilliseconds:F2}, total;dur={total.TotalMilliseconds:F2}");
}
