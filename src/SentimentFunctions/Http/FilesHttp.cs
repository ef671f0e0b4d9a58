using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
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
        string name,
        [BlobInput("%ReviewContainer%", Connection = "ReviewStorage")] BlobContainerClient reviews,
        [BlobInput("%ScoredContainer%", Connection = "ReviewStorage")] BlobContainerClient scored,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reviews);
        ArgumentNullException.ThrowIfNull(scored);
        var progress = await new FileProgress(scored, name).ReadAsync(cancellationToken);
        var summary = await SummaryAsync(scored, name, cancellationToken);
        var version = await VersionAsync(reviews, name, cancellationToken);
        if (progress is not null && progress.Plan.Version != Version(summary) && (version is null || version == progress.Plan.Version))
            return await request.JsonAsync(HttpStatusCode.OK, "application/json", json => WriteProgress(json, name, progress));
        if (summary is { } found && (version is null || version == Version(found)))
        {
            return await request.JsonAsync(HttpStatusCode.OK, "application/json", json =>
            {
                Write(json, name, found.GetProperty("state").GetString()!);
                json.WriteNumber("rows", found.GetProperty("rows").GetInt64());
                json.WriteNumber("done", found.GetProperty("rows").GetInt64());
                json.WritePropertyName("summary");
                found.WriteTo(json);
            });
        }

        return version is null
            ? await NotFound(name).AnswerAsync(request)
            : await request.JsonAsync(HttpStatusCode.OK, "application/json", json => Write(json, name, "waiting"));
    }

    /// <summary>
    /// Cancels a file: parts that have not started are not scored, and no scored file appears. A version that is not read yet is left
    /// alone, with the outputs of the version before it.
    /// </summary>
    [Function("CancelFile")]
    public static async Task<HttpResponseData> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "files/{*name}")] HttpRequestData request,
        string name,
        [BlobInput("%ReviewContainer%", Connection = "ReviewStorage")] BlobContainerClient reviews,
        [BlobInput("%ScoredContainer%", Connection = "ReviewStorage")] BlobContainerClient scored,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reviews);
        ArgumentNullException.ThrowIfNull(scored);
        var (output, progress) = (new ScoredFile(scored, name), new FileProgress(scored, name));
        var begun = await progress.ReadAsync(cancellationToken);
        var summary = await SummaryAsync(scored, name, cancellationToken);
        var version = await VersionAsync(reviews, name, cancellationToken);
        if (version is not null && version != begun?.Plan.Version && version != Version(summary))
        {
            return await new Problem(HttpStatusCode.Conflict, "not_started",
                $"'{name}' has been uploaded, but not read yet. Try again when GET says that it is being scored.")
                .AnswerAsync(request);
        }

        if (begun is null || (version is not null && version != begun.Plan.Version))
        {
            return summary is null
                ? await NotFound(name).AnswerAsync(request)
                : await new Problem(HttpStatusCode.Conflict, "not_in_work",
                    $"'{name}' is no longer being scored; its summary has the outcome.")
                    .AnswerAsync(request);
        }

        await progress.EndAsync(begun, cancellationToken);
        await output.DeleteAsync(cancellationToken);
        await output.WriteSummaryAsync(
            CsvSummary.Of(name, begun.Plan.Version, CsvSummary.Cancelled, "The scoring was cancelled by a call."), cancellationToken);
        return await request.JsonAsync(HttpStatusCode.OK, "application/json", json => Write(json, name, CsvSummary.Cancelled));
    }

    private static Problem NotFound(string name) => new(
        HttpStatusCode.NotFound, "no_such_file", $"There is no file '{name}'. Give its name in the container of the reviews.");

    private static async Task<JsonElement?> SummaryAsync(BlobContainerClient scored, string name, CancellationToken cancellationToken) =>
        await new ScoredFile(scored, name).ReadSummaryAsync(cancellationToken) is { } json ? JsonElement.Parse(json) : null;

    private static string? Version(JsonElement? summary) => summary?.GetProperty("version").GetString();

    private static async Task<string?> VersionAsync(BlobContainerClient reviews, string name, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties properties = await reviews.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return properties.ETag.ToString("G");
        }
        catch (Azure.RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

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
        var isFailed = failures.GroupBy(failure => failure.FailedPart).Any(part => part.Count() >= options.PartDeliveries);
        Write(json, name, isFailed ? "failed" : "scoring");
        json.WriteNumber("rows", state.Rows);
        json.WriteNumber("done", state.Done);
        json.WriteNumber("percent", state.Percent);
        json.WriteNumber("parts", plan.Parts.Count);
        json.WriteNumber("partsDone", results.Count);
        json.WriteNumber("rowsPerSecond", state.RowsPerSecond);
        if (state.SecondsLeft is { } left)
            json.WriteNumber("secondsLeft", left);
        if (failures.Count > 0)
            json.WriteString("problem", failures[^1].Reason);
    }
}
