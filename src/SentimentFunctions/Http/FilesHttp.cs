using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SentimentFunctions.Csv;

namespace SentimentFunctions.Http;

/// <summary>Returns the state of an uploaded file, so that a script can wait for it; also cancels a file.</summary>
/// <param name="options">The limits.</param>
public sealed class FilesHttp(ScoringOptions options)
{
    /// <summary>The state of a file: waiting, scoring, done, refused, cancelled or failed.</summary>
    [Function("GetFile")]
    public async Task<HttpResponseData> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "files/{*name}")] HttpRequestData request,
        string? name,
        [BlobInput("%ReviewContainer%", Connection = "ReviewStorage")] BlobContainerClient reviews,
        [BlobInput("%ScoredContainer%", Connection = "ReviewStorage")] BlobContainerClient scored,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reviews);
        ArgumentNullException.ThrowIfNull(scored);
        if (!IsPossible(name))
            return await NotFound(name).AnswerAsync(request);
        var progress = await new FileProgress(scored, name).ReadAsync(cancellationToken);
        var summary = await new ScoredFile(scored, name).ReadSummaryAsync(cancellationToken);
        var version = (await UploadedVersion.FindAsync(reviews.GetBlobClient(name), cancellationToken))?.Id;
        if (progress is not null && progress.Plan.Version != summary?.Version && (version is null || version == progress.Plan.Version))
            return await request.JsonAsync(HttpStatusCode.OK, "application/json", json => WriteProgress(json, name, progress));
        if (summary is not null && (version is null || version == summary.Version))
        {
            return await request.JsonAsync(HttpStatusCode.OK, "application/json", json =>
            {
                Write(json, name, summary.State!);
                json.WriteNumber("rows", summary.Content.GetProperty("rows").GetInt64());
                json.WriteNumber("done", summary.Content.GetProperty("rows").GetInt64());
                json.WritePropertyName("summary");
                summary.Content.WriteTo(json);
            });
        }

        return version is null
            ? await NotFound(name).AnswerAsync(request)
            : await request.JsonAsync(HttpStatusCode.OK, "application/json", json => Write(json, name, "waiting"));
    }

    /// <summary>
    /// Cancels a file: parts that have not started are not scored, and no scored file appears. A version that is not read yet is left
    /// alone, with the outputs of the version before it. The last part may finish the file at the same moment: whoever writes the summary
    /// first decides.
    /// </summary>
    [Function("CancelFile")]
    public static async Task<HttpResponseData> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "files/{*name}")] HttpRequestData request,
        string? name,
        [BlobInput("%ReviewContainer%", Connection = "ReviewStorage")] BlobContainerClient reviews,
        [BlobInput("%ScoredContainer%", Connection = "ReviewStorage")] BlobContainerClient scored,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reviews);
        ArgumentNullException.ThrowIfNull(scored);
        if (!IsPossible(name))
            return await NotFound(name).AnswerAsync(request);
        var (output, progress) = (new ScoredFile(scored, name), new FileProgress(scored, name));
        while (true)
        {
            // First, so that it is not the output of a version that is uploaded during the call.
            var scoredFile = await output.ETagAsync(cancellationToken);
            var begun = await progress.ReadAsync(cancellationToken);
            var summary = await output.ReadSummaryAsync(cancellationToken);
            var version = (await UploadedVersion.FindAsync(reviews.GetBlobClient(name), cancellationToken))?.Id;
            if (version is not null && version != begun?.Plan.Version && version != summary?.Version)
            {
                return await new Problem(HttpStatusCode.Conflict, "not_started",
                    $"'{name}' has been uploaded, but not read yet. Try again when GET says that it is being scored.")
                    .AnswerAsync(request);
            }

            if (begun is null || (version is not null && version != begun.Plan.Version) || HasEnded(begun, summary))
            {
                return summary is null
                    ? await NotFound(name).AnswerAsync(request)
                    : await new Problem(HttpStatusCode.Conflict, "not_in_work",
                        $"'{name}' is no longer being scored; its summary has the outcome.")
                        .AnswerAsync(request);
            }

            var cancelled = CsvSummary.Of(name, begun.Plan.Version, CsvSummary.Cancelled, "The scoring was cancelled by a call.");
            if (!await output.TryWriteSummaryAsync(cancelled, summary, cancellationToken))
                continue;
            // The progress last: until then, the call can be repeated.
            await output.DeleteAsync(scoredFile, cancellationToken);
            await progress.EndAsync(begun, cancellationToken);
            return await request.JsonAsync(HttpStatusCode.OK, "application/json", json => Write(json, name, CsvSummary.Cancelled));
        }
    }

    /// <summary>
    /// Whether a file has an outcome, although its progress is still there. One that was cancelled may have to be cleaned up again.
    /// </summary>
    private static bool HasEnded(FileProgress.Snapshot begun, FileSummary? summary) =>
        summary is { State: not CsvSummary.Cancelled } && summary.Version == begun.Plan.Version;

    // The route fits no name at all, too. Storage answers 400 to names that are too long.
    private static bool IsPossible([NotNullWhen(true)] string? name) => name?.Length is > 0 and <= FileProgress.LongestName;

    private static Problem NotFound(string? name) => new(
        HttpStatusCode.NotFound, "no_such_file", $"There is no file '{name}'. Give its name in the container of the reviews.");

    private static void Write(Utf8JsonWriter json, string name, string state)
    {
        json.WriteString("name", name);
        json.WriteString("state", state);
    }

    private void WriteProgress(Utf8JsonWriter json, string name, FileProgress.Snapshot progress)
    {
        var (plan, results) = (progress.Plan, progress.Results());
        var state = FileState.Of(plan, results.Sum(result => result.Rows), DateTimeOffset.UtcNow);
        var failures = progress.Failures();
        // A delivery that ends without a line, as when the process is killed, is only in the delivery count of the next ones.
        var isFailed = failures.GroupBy(failure => failure.FailedPart).Any(part =>
            part.Count() >= options.PartDeliveries || part.Max(failure => failure.Delivery) >= options.PartDeliveries);
        Write(json, name, isFailed ? "failed" : "scoring");
        json.WriteNumber("rows", state.Rows);
        json.WriteNumber("done", state.Done);
        json.WriteNumber("percent", state.Percent);
        json.WriteNumber("parts", plan.Parts.Count);
        json.WriteNumber("partsDone", results.Count);
        json.WriteNumber("rowsPerSecond", state.RowsPerSecond);
        if (state.SecondsLeft is { } left)
            json.WriteNumber("secondsLeft", left);
        json.WriteString("lastProgress", progress.Changed);
        if (failures.Count > 0)
            json.WriteString("problem", failures[^1].Reason);
    }
}
