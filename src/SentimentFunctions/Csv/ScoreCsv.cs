using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>
/// The CSV function: a dropped file in, the same file with its scores out, and a summary beside it and on a queue. Both are written through
/// a container client, because an <c>{expression}</c> in another blob binding would make the host send the file itself instead of its
/// address.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="logger">Start, progress and end of a file; never a review's text.</param>
public sealed class ScoreCsv(ScoringOptions options, ILogger<ScoreCsv> logger)
{
    /// <summary>Scores one file.</summary>
    /// <returns>The summary, which is sent to the queue of completed files; null when there was no file to score.</returns>
    /// <exception cref="ModelLoadException">There is no model now; the host tries the file again.</exception>
    [Function(nameof(ScoreCsv))]
    [ServiceBusOutput("%CompletedQueue%", Connection = "ServiceBus")]
    public async Task<string?> RunAsync(
        [BlobTrigger("%ReviewContainer%/{name}", Connection = "ReviewStorage", Source = BlobTriggerSource.EventGrid)] Stream blob,
        string? name,
        [BlobInput("%ScoredContainer%", Connection = "ReviewStorage")] BlobContainerClient scored,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(context);
        // The host runs a blob trigger for every event that reaches its webhook, and knows no name when the blob is not in the container.
        if (string.IsNullOrEmpty(name))
        {
            logger.LogWarning(
                "An event came for a blob outside the container that ReviewContainer names: nothing was scored. Limit the event " +
                "subscription to that container.");
            return null;
        }

        return await InvocationTelemetry.MeasureAsync(Trigger.Csv, async work =>
        {
            work.Tell("faas.document.name", name);
            var engine = await EngineRetry.LoadAsync(TimeSpan.FromSeconds(options.ModelWaitSeconds), cancellationToken);
            await scored.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            var output = new ScoredFile(scored, name);
            var summary = new CsvSummary(name, output.Name, engine.Model);
            var json = await ScoreAsync(engine, blob, BlobMetadata.Of(context.BindingContext.BindingData), output,
                summary, cancellationToken);
            work.Done(summary.Scored, summary.Failed);
            return json;
        });
    }

    private async Task<string> ScoreAsync(
        SentimentEngine engine, Stream blob, IReadOnlyDictionary<string, string> metadata, ScoredFile output, CsvSummary summary,
        CancellationToken cancellationToken)
    {
        var opening = await CsvOpening.ReadAsync(blob, output.Name, metadata, cancellationToken);
        if (opening.Layout is not null)
        {
            summary.Decoded(opening.Encoding);
            var scorer = new CsvScorer(engine, options, new CsvProgress(summary, output.WriteProgressAsync, logger, TimeProvider.System));
            await scorer.ScoreAsync(blob, opening, output.Content, summary, cancellationToken);
        }
        else
        {
            summary.Refuse(opening.Problem!);
        }

        if (summary.Problem is null)
            await output.Content.CommitAsync(cancellationToken);
        else
            await output.DeleteContentAsync(cancellationToken);
        var json = summary.ToJson();
        await output.WriteSummaryAsync(json, cancellationToken);
        logger.Log(summary.Problem is null ? LogLevel.Information : LogLevel.Warning, "{Summary}", summary.ToString());
        return json;
    }
}
