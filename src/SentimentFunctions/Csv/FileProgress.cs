using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Sentiment.Csv;

namespace SentimentFunctions.Csv;

/// <summary>
/// The progress of a file: an append blob whose first line is the plan, followed by one line for every scored part. It is the complete
/// state of a file for all processes, and people can read it.
/// </summary>
/// <param name="container">The container of the outputs.</param>
/// <param name="name">The file.</param>
internal sealed class FileProgress(BlobContainerClient container, string name)
{
    /// <summary>The end of the blob's name.</summary>
    public const string Suffix = ".progress.jsonl";

    /// <summary>
    /// The most characters of a file's name: those of its outputs are up to 100 longer, and Azure Storage allows 1,024.
    /// </summary>
    public const int LongestName = 900;

    private readonly AppendBlobClient blob = container.GetAppendBlobClient(name + Suffix);

    /// <summary>Begins the progress of a version, or continues it if it has begun.</summary>
    /// <returns>The progress so far.</returns>
    /// <exception cref="RequestFailedException">It was begun by another function at the same time; try again.</exception>
    public async Task<Snapshot> BeginAsync(CsvPlan plan, CancellationToken cancellationToken)
    {
        var (other, etag) = await LookAsync(cancellationToken);
        if (other?.Plan.Version == plan.Version)
            return other;
        // Replaces only what was read, not what another function has begun since then.
        var options = new AppendBlobCreateOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/jsonl" },
            Conditions = etag is null
                ? new AppendBlobRequestConditions { IfNoneMatch = ETag.All }
                : new AppendBlobRequestConditions { IfMatch = etag },
        };
        var created = (await blob.CreateAsync(options, cancellationToken)).Value;
        try
        {
            await AppendAsync(
                JsonSerializer.SerializeToUtf8Bytes(plan, FileJson.Default.CsvPlan),
                new AppendBlobRequestConditions { IfMatch = created.ETag },
                cancellationToken);
        }
        finally
        {
            // After the plan, before which a part of the other version may add its line. That version has lost its plan in any case.
            await ForgetAsync(other, cancellationToken);
        }

        return new(plan, [], "", default);
    }

    /// <summary>Adds a part that was scored.</summary>
    /// <returns>The number of lines now, without the plan; null if the progress no longer exists.</returns>
    public Task<int?> AddAsync(PartResult result, CancellationToken cancellationToken) =>
        AddAsync(JsonSerializer.SerializeToUtf8Bytes(result, FileJson.Default.PartResult), cancellationToken);

    /// <summary>Adds a failed attempt.</summary>
    public Task AddAsync(PartFailure failure, CancellationToken cancellationToken) =>
        AddAsync(JsonSerializer.SerializeToUtf8Bytes(failure, FileJson.Default.PartFailure), cancellationToken);

    /// <summary>The current progress, or null if there is none.</summary>
    public async Task<Snapshot?> ReadAsync(CancellationToken cancellationToken) => (await LookAsync(cancellationToken)).Progress;

    /// <summary>Ends the progress, unless another version has replaced it.</summary>
    /// <param name="seen">The progress as it was read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task EndAsync(Snapshot? seen, CancellationToken cancellationToken)
    {
        while (seen is not null)
        {
            try
            {
                var conditions = new BlobRequestConditions { IfMatch = new ETag(seen.ETag) };
                await blob.DeleteIfExistsAsync(conditions: conditions, cancellationToken: cancellationToken);
                await ForgetAsync(seen, cancellationToken);
                return;
            }
            catch (RequestFailedException changed) when (changed.Status == 412)
            {
                var now = await ReadAsync(cancellationToken);
                seen = now?.Plan.Version == seen.Plan.Version ? now : null;
            }
        }
    }

    /// <summary>
    /// The current progress, and the ETag of its blob. A function that died may have left the blob without a plan, or with the line of a
    /// part of the version before in its place.
    /// </summary>
    private async Task<(Snapshot? Progress, ETag? ETag)> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = (await blob.DownloadContentAsync(cancellationToken)).Value;
            var (etag, changed) = (content.Details.ETag, content.Details.LastModified);
            var lines = Encoding.UTF8.GetString(content.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length == 0 || JsonSerializer.Deserialize(lines[0], FileJson.Default.CsvPlan) is not { Parts: not null } plan
                ? (null, etag)
                : (new Snapshot(plan, lines[1..], etag.ToString(), changed), etag);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return (null, null);
        }
    }

    private async Task ForgetAsync(Snapshot? version, CancellationToken cancellationToken)
    {
        if (version is { Plan.IsPacked: true })
            await new UnpackedFile(container, name, version.Plan.Version, version.Plan.UnpackedId).DeleteAsync(cancellationToken);
    }

    private async Task<int?> AddAsync(byte[] json, CancellationToken cancellationToken)
    {
        try
        {
            return await AppendAsync(json, null, cancellationToken) - 1;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private async Task<int> AppendAsync(byte[] json, AppendBlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        using var line = new MemoryStream([.. json, (byte)'\n']);
        var options = new AppendBlobAppendBlockOptions { Conditions = conditions };
        return (await blob.AppendBlockAsync(line, options, cancellationToken)).Value.BlobCommittedBlockCount;
    }

    /// <summary>The progress as it was read.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="Lines">The other lines.</param>
    /// <param name="ETag">The blob's ETag.</param>
    /// <param name="Changed">When the last line was added: the plan, a scored part or a failed attempt.</param>
    internal sealed record Snapshot(CsvPlan Plan, IReadOnlyList<string> Lines, string ETag, DateTimeOffset Changed)
    {
        private List<PartResult>? all;

        /// <summary>
        /// Whether a part was scored, also since it was sent again. Compares only the beginning of most lines, because there may be tens of
        /// thousands.
        /// </summary>
        /// <param name="part">The part's number.</param>
        /// <param name="due">The <see cref="PartMessage.Due"/> of its message.</param>
        public bool Has(int part, int due = 0)
        {
            var start = $$"""{"part":{{part}},"version":{{JsonSerializer.Serialize(Plan.Version, FileJson.Default.String)}},""";
            return Lines.Any(line => line.StartsWith(start, StringComparison.Ordinal) && Result(line)?.Due >= due);
        }

        /// <summary>The part whose line is the last; null for none.</summary>
        public int? LastPart => AllResults.LastOrDefault()?.Part;

        /// <summary>The parts that were scored, in the order of the file. Lines of other versions do not count.</summary>
        public IReadOnlyList<PartResult> Results() =>
        [
            .. AllResults.Where(result => result.Part < Plan.Parts.Count)
                .DistinctBy(result => result.Part).OrderBy(result => result.Part),
        ];

        /// <summary>How many results there are; a part that was scored twice has two.</summary>
        public int ResultCount => AllResults.Count;

        /// <summary>
        /// The failed attempts of parts that have not been scored since then. A part may be scored and fail to finish the file.
        /// </summary>
        public List<PartFailure> Failures()
        {
            var failures = new List<PartFailure>();
            foreach (var line in Lines)
            {
                if (Failure(line) is { } failure)
                    failures.Add(failure);
                else if (failures.Count > 0 && Result(line) is { } result)
                    failures.RemoveAll(earlier => earlier.FailedPart == result.Part);
            }

            return failures;
        }

        // Parsed once, because there may be tens of thousands.
        private List<PartResult> AllResults => all ??= [.. Lines.Select(Result).OfType<PartResult>()];

        private PartResult? Result(string line) =>
            line.StartsWith("""{"part":""", StringComparison.Ordinal)
            && JsonSerializer.Deserialize(line, FileJson.Default.PartResult) is { } result && result.Version == Plan.Version
                ? result
                : null;

        private PartFailure? Failure(string line) =>
            line.StartsWith("""{"failedPart":""", StringComparison.Ordinal)
            && JsonSerializer.Deserialize(line, FileJson.Default.PartFailure) is { } failure && failure.Version == Plan.Version
                ? failure
                : null;
    }
}
