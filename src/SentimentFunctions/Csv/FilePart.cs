using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Csv;

/// <summary>
/// Processes one part: scores it if it is not yet scored, adds it to the progress, and ends the file after the last part.
/// </summary>
internal sealed class FilePart(
    PartMessage message, long delivery, BlobContainerClient reviews, BlobContainerClient scored, ScoringOptions options, ILogger logger)
{
    /// <summary>
    /// When at most this many parts are left, each part checks whether it is the last. The number of lines that an append returns may be
    /// too small when appends overlap (Azurite), and failed attempts add lines, too.
    /// </summary>
    private const int Closing = 64;

    private readonly BlobClient input = reviews.GetBlobClient(message.Name);
    private readonly ScoredFile output = new(scored, message.Name);
    private readonly FileProgress progress = new(scored, message.Name);
    private readonly FileEnd end = new(message, reviews, scored, logger);

    /// <summary>Processes the part.</summary>
    /// <returns>The summary, if the file is finished; the parts to score again, if their blocks are lost.</returns>
    public async Task<ScoreCsvOutput> ScoreAsync(Invocation work, CancellationToken cancellationToken)
    {
        var begun = await progress.ReadAsync(cancellationToken);
        if (begun?.Plan.Version != message.Version)
            return await end.EndedAsync(await output.ReadSummaryAsync(cancellationToken), cancellationToken);
        if (message.Part >= begun.Plan.Parts.Count)
            throw new JsonException($"{message.Name} has {begun.Plan.Parts.Count} parts, and the message asks for number {message.Part}.");
        try
        {
            return await ScoreAsync(begun, work, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await AddAsync(exception, cancellationToken);
            throw;
        }
    }

    /// <summary>Adds a failed attempt to the progress. If that fails, too, the part's own exception is still the one to tell.</summary>
    private async Task AddAsync(Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            await progress.AddAsync(new PartFailure(message.Part, message.Version, Reason(failure), delivery), cancellationToken);
        }
        catch (Exception exception)
        {
            logger.LogWarning(
                exception, "{File}: the failure of part {Part} could not be added to the progress.", message.Name, message.Part);
        }
    }

    /// <summary>In one line, without headers, addresses and paths: callers see it. The host logs the exception itself.</summary>
    private static string Reason(Exception failure) => failure switch
    {
        ModelLoadException => "The model cannot be loaded.",
        RequestFailedException { Status: > 0, ErrorCode: var code } answer => $"Storage answered {$"{answer.Status} {code}".TrimEnd()}.",
        RequestFailedException or AggregateException => "Storage did not answer.", // the second if several attempts failed
        _ => failure.Message,
    };

    private async Task<ScoreCsvOutput> ScoreAsync(FileProgress.Snapshot begun, Invocation work, CancellationToken cancellationToken)
    {
        int? lines = begun.Lines.Count;
        if (!begun.Has(message.Part, message.Due))
        {
            work.Reviews = begun.Plan.Parts[message.Part].Rows;
            var result = await TryScoreAsync(begun, cancellationToken);
            if (result is null)
                return new();
            result = result with { Due = message.Due, File = State(begun.Plan, begun.Lines.Count + 1) };
            lines = await progress.AddAsync(result, cancellationToken);
            work.Done(result.Scored, result.Failed);
            if (begun.Plan.Parts.Count > 1)
                Log(begun.Plan, result, lines);
        }

        work.Reviews = 1; // Its rows are counted. From here on, only the file can fail.
        return lines + Closing >= begun.Plan.Parts.Count ? await end.FinishAsync(cancellationToken) : new();
    }

    /// <summary>Scores the part and stages its block; null if the file was deleted or overwritten.</summary>
    private async Task<PartResult?> TryScoreAsync(FileProgress.Snapshot begun, CancellationToken cancellationToken)
    {
        var engine = await EngineRetry.LoadAsync(TimeSpan.FromSeconds(options.ModelWaitSeconds), cancellationToken);
        using var bytes = await ReadAsync(begun, cancellationToken);
        if (bytes is null)
            return null;
        var (rows, result) = await new PartScorer(engine, options).ScoreAsync(begun.Plan, message.Part, bytes, cancellationToken);
        await output.StageAsync(begun.Plan.Version, message.Part, rows, cancellationToken);
        return result;
    }

    /// <summary>The part's bytes; null if the file was deleted or overwritten.</summary>
    private async Task<Stream?> ReadAsync(FileProgress.Snapshot begun, CancellationToken cancellationToken)
    {
        var part = begun.Plan.Parts[message.Part];
        if (part.Length == 0)
            return Stream.Null;
        var range = new BlobDownloadOptions
        {
            Range = new HttpRange(part.Offset, part.Length),
            Conditions = begun.Plan.IsPacked ? null : new BlobRequestConditions { IfMatch = new ETag(message.Version) },
        };
        try
        {
            BlobBaseClient plain = begun.Plan.IsPacked
                ? new UnpackedFile(scored, message.Name, message.Version, begun.Plan.UnpackedId).Blob
                : input;
            var content = (await plain.DownloadContentAsync(range, cancellationToken)).Value.Content;
            return content.ToMemory().Length == part.Length
                ? content.ToStream()
                : throw new IOException($"Part {message.Part} has {content.ToMemory().Length} bytes instead of {part.Length}.");
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            logger.LogInformation("{File} was overwritten or deleted: part {Part} is dropped.", message.Name, message.Part);
            if (gone.Status == 404)
                await progress.EndAsync(begun, cancellationToken);
            return null;
        }
    }

    /// <summary>An estimate, because the parts are about equally large. An exact sum would need the whole progress again.</summary>
    private static FileState State(CsvPlan plan, int lines) =>
        FileState.Of(plan, plan.Rows * Math.Min(lines, plan.Parts.Count) / plan.Parts.Count, DateTimeOffset.UtcNow);

    private void Log(CsvPlan plan, PartResult result, int? lines)
    {
        var state = State(plan, lines ?? 0);
        logger.LogInformation(
            "{File}: part {Part} of {Parts}, {Rows} rows in {Seconds:F1} s; {Percent:F1} %, {Rate:F0} rows a second, {Left:F0} s left.",
            message.Name, result.Part + 1, plan.Parts.Count, result.Rows, result.Seconds, state.Percent, state.RowsPerSecond,
            state.SecondsLeft ?? 0);
    }
}
