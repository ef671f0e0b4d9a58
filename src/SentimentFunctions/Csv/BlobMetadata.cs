using System.Net.Http.Headers;
using System.Text.Json;

namespace SentimentFunctions.Csv;

/// <summary>What the uploader says about a blob, in its metadata and its content type.</summary>
internal static class BlobMetadata
{
    private const string Encoding = "encoding";

    /// <summary>The metadata, names in any case; the charset of the content type stands for an encoding that they do not name.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, object?> bindingData)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Object<Dictionary<string, string>>(bindingData, "Metadata") ?? [])
            metadata[name] = value;
        if (!metadata.ContainsKey(Encoding) && Charset(Object<Properties>(bindingData, "Properties")?.ContentType) is { } charset)
            metadata[Encoding] = charset;
        return metadata;
    }

    private static string? Charset(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.CharSet?.Trim('"') is { Length: > 0 } charset ? charset : null;

    private static T? Object<T>(IReadOnlyDictionary<string, object?> bindingData, string name)
        where T : class =>
        bindingData.GetValueOrDefault(name) is string { Length: > 0 } json ? JsonSerializer.Deserialize<T>(json) : null;

    private sealed record Properties(string? ContentType);
}
