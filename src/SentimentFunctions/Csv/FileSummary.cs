using System.Text.Json;
using Azure;

namespace SentimentFunctions.Csv;

/// <summary>The summary of a file as it was read.</summary>
/// <param name="Content">Its JSON.</param>
/// <param name="ETag">The ETag of its blob.</param>
internal sealed record FileSummary(JsonElement Content, ETag ETag)
{
    /// <summary>The version of the file.</summary>
    public string? Version => Content.GetProperty("version").GetString();

    /// <summary>Done, refused or cancelled.</summary>
    public string? State => Content.GetProperty("state").GetString();

    /// <summary>Whether a version has ended in a state.</summary>
    public bool Is(string version, string state) => Version == version && State == state;
}
