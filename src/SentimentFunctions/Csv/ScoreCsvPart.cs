using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sentiment.Inference;
using SentimentFunctions.Queue;

namespace SentimentFunctions.Csv;

/// <summary>
/// Scores the parts of files, one at a time per instance: the trigger receives batches, and host.json limits a batch to one message. The
/// last part commits the file. A part that fails is delivered again, waits, and is finally dead-lettered. When such a part is sent again
/// and scored, the file is finished.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="logger">Gets one line per part and one per file; never a review's text.</param>
public sealed class ScoreCsvPart(ScoringOptions options, ILogger<ScoreCsvPart> logger)
{
    /// <summary>Scores parts.</summary>
    /// <exception cref="ModelLoadException">The model cannot be loaded now; the part is delivered again.</exception>
    [Function(nameof(ScoreCsvPart))]
    public async Task<ScoreCsvOutput> RunAsync(
        [ServiceBusTrigger("%PartQueue%", Connection = "ServiceBus", IsBatched = true)] string[] messages,
        [BlobInput("%ReviewContainer%", Connection = "ReviewStorage")] BlobContainerClient reviews,
        [BlobInput("%ScoredContainer%", Connection = "ReviewStorage")] BlobContainerClient scored,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(reviews);
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(context);
        var delivery = DeliveryCount(context);
        // Without it, storage that refuses for a few seconds would dead-letter all parts.
        await Task.Delay(Redelivery.Wait(delivery, TimeSpan.FromSeconds(options.RedeliverySeconds)), cancellationToken);
        var (parts, summaries) = (new List<string>(), new List<string>());
        foreach (var message in messages.Select(PartMessage.Parse))
        {
            var file = new FilePart(message, delivery, reviews, scored, options, logger);
            var output = await InvocationTelemetry.MeasureAsync(Trigger.CsvPart, async work =>
            {
                work.Tell("faas.document.name", message.Name);
                return await file.ScoreAsync(work, cancellationToken);
            });
            parts.AddRange(output.Parts ?? []);
            summaries.AddRange(output.Summaries ?? []);
        }

        return new() { Parts = parts, Summaries = summaries };
    }

    /// <summary>How often the messages have been delivered, including this time: the largest number.</summary>
    private static long DeliveryCount(FunctionContext context) =>
        JsonElement.Parse(context.BindingContext.BindingData["DeliveryCountArray"]!.ToString()!)
            .EnumerateArray().Max(count => count.GetInt64());
}
