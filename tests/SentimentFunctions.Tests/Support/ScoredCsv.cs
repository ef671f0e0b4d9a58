using System.Text;
using System.Text.Json;
using SentimentFunctions.Csv;

namespace SentimentFunctions.Tests.Support;

/// <summary>What the CSV function makes of a file, with the model of the app.</summary>
/// <param name="Summary">The summary.</param>
/// <param name="Output">The scored file as text, a byte order mark included; null for none.</param>
internal sealed record ScoredCsv(JsonElement Summary, string? Output)
{
    /// <summary>Why there is no scored file, or null.</summary>
    public string? Problem => Summary.TryGetProperty("problem", out var problem) ? problem.GetString() : null;

    /// <summary>One of the summary's numbers.</summary>
    public int this[string name] => Summary.GetProperty(name).GetInt32();

    /// <summary>Scores a file.</summary>
    public static async Task<ScoredCsv> OfAsync(
        string name, byte[] file, IReadOnlyDictionary<string, string>? metadata = null, string contentType = "application/octet-stream")
    {
        var container = new MemoryContainer();
        var context = new TestInvocation(
            ("Metadata", JsonSerializer.Serialize(metadata ?? new Dictionary<string, string>())),
            ("Properties", JsonSerializer.Serialize(new { ContentLength = file.Length, ContentType = contentType })));
        using var blob = new MemoryStream(file);
        var summary = await new ScoreCsv(new(), new SeenLog<ScoreCsv>()).RunAsync(blob, name, container, context, CancellationToken.None);
        return new(
            JsonDocument.Parse(summary!).RootElement,
            container.Blobs.TryGetValue(name, out var output) ? Encoding.UTF8.GetString(output) : null);
    }
}
