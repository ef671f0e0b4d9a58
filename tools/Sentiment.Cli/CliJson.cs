using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sentiment.Cli;

/// <summary>How the commands write JSON: readable text, for a terminal or a file, never for a web page.</summary>
internal static class CliJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };
}
