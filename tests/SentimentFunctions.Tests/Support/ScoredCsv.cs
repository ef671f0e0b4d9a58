using System.Text;
using System.Text.Json;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Csv;

namespace SentimentFunctions.Tests.Support;

/// <summary>The result of the CSV functions for a file, with the model of the app.</summary>
/// <param name="Summary">The summary.</param>
/// <param name="Output">The scored file as text, a byte order mark included; null for none.</param>
internal sealed record ScoredCsv(JsonElement Summary, string? Output)
{
    /// <summary>Why there is no scored file, or null.</summary>
    public string? Problem => Summary.TryGetProperty("problem", out var problem) ? problem.GetString() : null;

    /// <summary>One of the summary's numbers.</summary>
    public int this[string name] => Summary.GetProperty(name).GetInt32();

    /// <summary>Scores a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="contentType">Its content type.</param>
    /// <param name="partBytes">The size at which a part ends.</param>
    /// <param name="engine">The engine; null for the app's.</param>
    public static async Task<ScoredCsv> OfAsync(
        string name, byte[] file, IReadOnlyDictionary<string, string>? metadata = null, string contentType = "application/octet-stream",
        int partBytes = int.MaxValue, SentimentEngine? engine = null)
    {
        if (GzipFile.IsPacked(file))
        {
            var plain = new MemoryStream();
            try
            {
                await GzipFile.UnpackAsync(new MemoryStream(file), plain, GzipFile.MaxBytes, CancellationToken.None);
            }
            catch (CsvUnreadableException unreadable)
            {
                return new(JsonElement.Parse(CsvSummary.Of(name, "1", CsvSummary.Refused, unreadable.Message)), null);
            }

            file = plain.ToArray();
        }

        using var blob = new MemoryStream(file);
        var (plan, problem) = await new CsvPlanner(partBytes, partRows: int.MaxValue).PlanAsync(
            blob, name, BlobMetadata.Of(metadata ?? new Dictionary<string, string>(), contentType), "1", CancellationToken.None);
        if (plan is null)
            return new(JsonElement.Parse(CsvSummary.Of(name, "1", CsvSummary.Refused, problem!)), null);
        var scorer = new PartScorer(engine ?? await SharedEngine.GetAsync(), new());
        var (output, results) = (new ReadOnlyMemory<byte>[plan.Parts.Count], new PartResult[plan.Parts.Count]);
        // The last part first: parts are independent of each other.
        for (var part = plan.Parts.Count - 1; part >= 0; part--)
        {
            using var bytes = new MemoryStream(file, (int)plan.Parts[part].Offset, (int)plan.Parts[part].Length);
            (output[part], results[part]) = await scorer.ScoreAsync(plan, part, bytes, CancellationToken.None);
        }

        var summary = CsvSummary.Of(name, plan, results, plan.Planned.AddSeconds(1), lastPart: 0);
        return new(JsonElement.Parse(summary), Encoding.UTF8.GetString([.. output.SelectMany(rows => rows.ToArray())]));
    }
}
