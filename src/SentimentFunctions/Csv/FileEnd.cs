using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace SentimentFunctions.Csv;

/// <summary>Ends a file: finishes it after its last part, or does what is left for a version that has ended otherwise.</summary>
/// <param name="message">The message of the part.</param>
/// <param name="reviews">The container of the input files.</param>
/// <param name="scored">The container of the outputs.</param>
/// <param name="logger">Gets one line per file.</param>
internal sealed class FileEnd(PartMessage message, BlobContainerClient reviews, BlobContainerClient scored, ILogger logger)
{
    private readonly BlobClient input = reviews.GetBlobClient(message.Name);
    private readonly ScoredFile output = new(scored, message.Name);
    private readonly FileProgress progress = new(scored, message.Name);

    /// <summary>
    /// Commits the file if all of its parts are scored and this one has the last line. Each part adds its line before it reads, and so sees
    /// all lines before its own: exactly one part is the last. If its process dies here, its message is delivered again. A call may cancel
    /// the file at any moment, and a newer version may end: whoever writes the summary first decides.
    /// </summary>
    public async Task<ScoreCsvOutput> FinishAsync(CancellationToken cancellationToken)
    {
        var seen = await progress.ReadAsync(cancellationToken);
        if (seen?.Plan.Version != message.Version)
            return new();
        var (plan, results) = (seen.Plan, seen.Results());
        // Of parts that were sent again together, only the last looks for lost blocks: until then, some still have their messages.
        if (results.Count < plan.Parts.Count || seen.LastPart != message.Part || seen.ResultCount < message.Due)
            return new();
        FileSummary? before;
        string summary;
        do
        {
            before = await output.ReadSummaryAsync(cancellationToken);
            var isCancelled = before?.Is(plan.Version, CsvSummary.Cancelled) == true;
            if (isCancelled)
                await progress.EndAsync(seen, cancellationToken);
            // Only now: a version that is uploaded later cannot have written the summary that was read.
            if (isCancelled || await IsOverwrittenAsync(cancellationToken))
                return await EndedAsync(before, cancellationToken);
            if (await output.MissingAsync(plan.Version, plan.Parts.Count, cancellationToken) is { Count: > 0 } missing)
            {
                logger.LogWarning("{File}: the blocks of {Parts} parts are gone; they are scored again.", message.Name, missing.Count);
                var again = message with { Due = seen.ResultCount + missing.Count };
                return new() { Parts = [.. missing.Select(part => (again with { Part = part }).ToJson())] };
            }

            await output.CommitAsync(plan, cancellationToken);
            summary = CsvSummary.Of(message.Name, plan, results, DateTimeOffset.UtcNow, message.Part);
        }
        while (!await output.TryWriteSummaryAsync(summary, before, cancellationToken));

        await progress.EndAsync(seen, cancellationToken);
        logger.LogInformation(
            "{File}: {Rows} rows, {Failed} failed, {Parts} parts on {Instances} instances, {Seconds:F1} s.",
            message.Name, results.Sum(part => part.Rows), results.Sum(part => part.Failed), results.Count,
            results.Select(part => part.Instance).Distinct().Count(), (DateTimeOffset.UtcNow - plan.Planned).TotalSeconds);
        return new() { Summaries = [summary] };
    }

    /// <summary>
    /// What is left to do for a version that is no longer scored. An earlier delivery of this message may have finished it without sending
    /// the summary. Or it was committed after it, or a newer version, had ended without a scored file.
    /// </summary>
    public async Task<ScoreCsvOutput> EndedAsync(FileSummary? summary, CancellationToken cancellationToken)
    {
        if (summary is { State: not CsvSummary.Done })
            await output.DeleteAsync(message.Version, cancellationToken);
        return summary?.Is(message.Version, CsvSummary.Done) == true
            && summary.Content.GetProperty("lastPart").GetInt32() == message.Part
                ? new() { Summaries = [summary.Content.GetRawText()] }
                : new();
    }

    private async Task<bool> IsOverwrittenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = new ETag(message.Version) };
            await input.GetPropertiesAsync(conditions, cancellationToken);
            return false;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return changed.Status == 412;
        }
    }
}
