using System.Text.Json;
using System.Text.Json.Serialization;
using Sentiment.Csv;

namespace SentimentFunctions.Csv;

/// <summary>A message of the part queue: score one part of one version of a file.</summary>
/// <param name="Name">The file.</param>
/// <param name="Version">Its version.</param>
/// <param name="Part">The part's number, from 0.</param>
/// <param name="Due">
/// If the part was scored before, but its block is lost: the file's number of results when all parts that were sent again together are
/// scored. 0 if not.
/// </param>
internal sealed record PartMessage(string Name, string Version, int Part, int Due = 0)
{
    /// <summary>The message as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FileJson.Default.PartMessage);

    /// <summary>Reads a message.</summary>
    /// <exception cref="JsonException">It is not such a message.</exception>
    public static PartMessage Parse(string json) =>
        JsonSerializer.Deserialize(json, FileJson.Default.PartMessage) is { Name: not null, Version: not null, Part: >= 0 } message
            ? message
            : throw new JsonException("The message does not name a part of a file. Only ScoreCsv sends messages to this queue.");
}

/// <summary>The JSON of messages and progress, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(CsvPlan))]
[JsonSerializable(typeof(PartMessage))]
[JsonSerializable(typeof(PartResult))]
[JsonSerializable(typeof(PartFailure))]
[JsonSerializable(typeof(string))]
internal sealed partial class FileJson : JsonSerializerContext;
