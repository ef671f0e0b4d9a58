using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>
/// The CSV function: reads an uploaded file once, without scoring, and sends one message for each part of it. <see cref="ScoreCsvPart"/>
/// scores the parts, on as many instances as there are. A file that cannot be read is refused here.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="logger">Gets one line per file; never a review's text.</param>
public sealed class ScoreCsv(ScoringOptions options, ILogger<ScoreCsv> logger)
{
    /// <summary>A file that changes more often while it is read is left to the host, which tries it again.</summary>
    private const int MostVersions = 5;

    /// <summary>Plans one file.</summary>
    /// <exception cref="IOException">The file changes again and again; the host tries it again.</exception>
    /// <exception cref="ModelLoadException">The model cannot be loaded now; the host tries the file again.</exception>
    [Function(nameof(ScoreCsv))]
    public async Task<ScoreCsvOutput> RunAsync(
        [BlobTrigger("%ReviewContainer%/{name}", Connection = "ReviewStorage", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string? name,
        [BlobInput("%ScoredContainer%", Connection = "ReviewStorage")] BlobContainerClient scored,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        ArgumentNullException.ThrowIfNull(scored);
        // The host runs a blob trigger for every event at its webhook. The name is empty if the blob is not in the container.
        if (string.IsNullOrEmpty(name))
        {
            logger.LogWarning(
                "An event arrived for a blob outside the container that ReviewContainer names: nothing was scored. Limit the event " +
                "subscription to that container.");
            return new();
        }

        if (name.Length > FileProgress.LongestName)
        {
            logger.LogError(
                "A file was not scored, because its name has {Length} characters, and those of its outputs would be too long for Azure " +
                "Storage. Rename it: {Longest} are allowed. Its name begins with {Name}.",
                name.Length, FileProgress.LongestName, ShownName.Of(name));
            return new();
        }

        return await InvocationTelemetry.MeasureAsync(Trigger.Csv, async work =>
        {
            work.Tell("faas.document.name", name);
            work.Reviews = 1; // A file that cannot be planned: the number of its rows is unknown.
            var engine = await EngineRetry.LoadAsync(TimeSpan.FromSeconds(options.ModelWaitSeconds), cancellationToken);
            return await PlanCurrentAsync(blob, name, engine, scored, cancellationToken);
        });
    }

    /// <summary>
    /// Plans the version that the file has in the end. A version that was uploaded is left to its own event, but no event tells that
    /// metadata or properties were set while the file was read, or that an append blob has grown.
    /// </summary>
    private async Task<ScoreCsvOutput> PlanCurrentAsync(
        BlobClient blob, string name, SentimentEngine engine, BlobContainerClient scored, CancellationToken cancellationToken)
    {
        UploadedVersion? read = null;
        for (var versions = 0; versions < MostVersions; versions++)
        {
            var version = await UploadedVersion.FindAsync(blob, cancellationToken);
            if (version is null || (read is not null && !version.MayFollowWithoutEvent(read)))
                return new();
            if (read is not null && await IsKnownAsync(name, version.Id, scored, cancellationToken))
                return new();
            read = version;
            try
            {
                if (await PlanAsync(version, name, engine, scored, cancellationToken) is { } planned)
                    return planned;
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 409 or 412)
            {
                // Another function may have been faster with the outputs of the same version: then the host tries again.
                if (await version.IsCurrentAsync(cancellationToken))
                    throw;
            }

            logger.LogInformation("{File} was changed or deleted while it was read.", name);
        }

        throw new IOException($"{name} was changed {MostVersions} times while it was read.");
    }

    /// <summary>Whether another function, which got an event of its own, has planned a version or ended it.</summary>
    private static async Task<bool> IsKnownAsync(
        string name, string version, BlobContainerClient scored, CancellationToken cancellationToken) =>
        (await new FileProgress(scored, name).ReadAsync(cancellationToken))?.Plan.Version == version
        || (await new ScoredFile(scored, name).ReadSummaryAsync(cancellationToken))?.Version == version;

    /// <summary>Plans one version; null if the file has another one in the end, or none.</summary>
    private async Task<ScoreCsvOutput?> PlanAsync(
        UploadedVersion file, string name, SentimentEngine engine, BlobContainerClient scored, CancellationToken cancellationToken)
    {
        var version = file.Id;
        await scored.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var (output, progress) = (new ScoredFile(scored, name), new FileProgress(scored, name));
        // Only its summary is written: the output, or the progress, of such a name may belong to another file.
        if (ScoredFile.IsOutputName(name))
        {
            return await RefuseAsync(file, output,
                $"The name ends like that of an output ({string.Join(", ", ScoredFile.OutputSuffixes)}, .gz.csv, .gz.jsonl). "
                + "Rename the file.", cancellationToken);
        }

        // The progress first: a call that cancels the file writes the summary, and then removes the progress.
        var begun = await progress.ReadAsync(cancellationToken);
        if (await output.HasEndedAsync(version, cancellationToken))
        {
            logger.LogInformation("{File}: this version is already scored or cancelled; nothing to do.", name);
            return new();
        }

        if (begun?.Plan.Version == version)
            return Parts(name, begun);
        var unpacked = new UnpackedFile(scored, name, version, Guid.NewGuid().ToString());
        try
        {
            var (plan, problem) = await file.PlanAsync(
                name, PartSize.Planner(options, engine.Model), unpacked, cancellationToken);
            if (plan is null)
            {
                if (await RefuseAsync(file, output, Advised(problem!), cancellationToken) is not { } refused)
                    return null;
                // After the summary: until then, the last part of the version before may commit it.
                var scoredFile = await output.ETagAsync(cancellationToken);
                // Only now: a version that is uploaded later cannot have committed what was seen.
                if (await file.IsCurrentAsync(cancellationToken))
                    await output.DeleteAsync(scoredFile, cancellationToken);
                var now = await progress.ReadAsync(cancellationToken);
                if (now?.Plan.Version == version || now?.Plan.Version == begun?.Plan.Version)
                    await progress.EndAsync(now, cancellationToken);
                return refused;
            }

            // Meanwhile a newer version may have been planned, whose state must stay.
            if (!await file.IsCurrentAsync(cancellationToken))
                return null;
            plan = plan with { NamesModel = engine.FirstModel is not null };
            return Parts(name, await progress.BeginAsync(plan, cancellationToken));
        }
        finally
        {
            // Only the progress tells which copy the parts need: it may have begun although the answer was lost.
            if (unpacked.IsWritten && (await progress.ReadAsync(CancellationToken.None))?.Plan.UnpackedId != unpacked.Id)
                await unpacked.DeleteAsync(CancellationToken.None);
        }
    }

    /// <summary>The messages of the parts that are not scored yet; if all are, that of the last one, which finishes the file.</summary>
    private ScoreCsvOutput Parts(string name, FileProgress.Snapshot begun)
    {
        if (begun.Plan.Parts.Count > 1)
            logger.LogInformation("{File}: {Rows} rows in {Parts} parts.", name, begun.Plan.Rows, begun.Plan.Parts.Count);
        List<int> left = [.. Enumerable.Range(0, begun.Plan.Parts.Count).Where(part => !begun.Has(part))];
        // The message that would finish the file may be gone, as with a broker in memory.
        if (left.Count == 0 && begun.LastPart is { } last)
            left.Add(last);
        return new() { Parts = [.. left.Select(part => new PartMessage(name, begun.Plan.Version, part).ToJson())] };
    }

    /// <summary>No event tells that the metadata of a blob were set, so it is not enough to set them.</summary>
    private static string Advised(string problem) => problem.Contains("metadata", StringComparison.OrdinalIgnoreCase)
        ? $"{problem} Metadata that are set after an upload have no effect: upload the file again with them, or copy it onto itself."
        : problem;

    /// <summary>
    /// Says why a version has no output; null if the file has another one by now. The request may reach the storage late, when the next
    /// version has ended: so it replaces only the summary that was read.
    /// </summary>
    private async Task<ScoreCsvOutput?> RefuseAsync(
        UploadedVersion file, ScoredFile output, string problem, CancellationToken cancellationToken)
    {
        var summary = CsvSummary.Of(output.Name, file.Id, CsvSummary.Refused, problem);
        FileSummary? before;
        do
        {
            before = await output.ReadSummaryAsync(cancellationToken);
            // Only now: a version that is uploaded later cannot have written the summary that was read.
            if (!await file.IsCurrentAsync(cancellationToken))
                return null;
        }
        while (!await output.TryWriteSummaryAsync(summary, before, cancellationToken));

        // The problem is not logged, because it may quote the file.
        logger.LogWarning("{File}: not scored; its summary says why.", output.Name);
        return new() { Summaries = [summary] };
    }
}
