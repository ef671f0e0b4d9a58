using System.Net.Http.Headers;
using Azure.Storage.Blobs.Models;

namespace SentimentFunctions.Csv;

/// <summary>What the uploader says about a blob, in its metadata and its content type.</summary>
internal static class BlobMetadata
{
    private const string Encoding = "encoding";

    /// <summary>The metadata, with case-insensitive names. The charset of the content type is the default encoding.</summary>
    public static IReadOnlyDictionary<string, string> Of(BlobProperties properties) => Of(properties.Metadata, properties.ContentType);

    /// <inheritdoc cref="Of(BlobProperties)"/>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> given, string? contentType)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in given)
            metadata[name] = value;
        if (!metadata.ContainsKey(Encoding) && Charset(contentType) is { } charset)
            metadata[Encoding] = charset;
        return metadata;
    }

    private static string? Charset(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.CharSet?.Trim('"') is { Length: > 0 } charset ? charset : null;
}
