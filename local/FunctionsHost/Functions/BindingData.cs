using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>Builds what the Functions host calls binding data: named values about a trigger, in addition to its content.</summary>
internal static class BindingData
{
    // Escapes only what must be escaped, like Newtonsoft.Json, which the Functions host uses.
    internal static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static TypedData Text(string value) => new() { String = value };

    public static TypedData JsonOf<T>(T value) => new() { Json = JsonSerializer.Serialize(value, Json) };

    /// <summary>
    /// The top-level properties of a JSON object: scalars as text, objects as JSON, without arrays and nulls.
    /// Empty if <paramref name="utf8"/> is not a JSON object, which is not an error.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, TypedData>> OfJsonObject(ReadOnlyMemory<byte> utf8)
    {
        if (!LooksLikeObject(utf8.Span))
            return [];
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return [.. document.RootElement.EnumerateObject().Where(IsData).Select(TryRead).OfType<KeyValuePair<string, TypedData>>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The values for <c>{name}</c> in a path: the binding data that is text. Names are compared without case.</summary>
    public static IReadOnlyDictionary<string, string> ForPaths(IEnumerable<KeyValuePair<string, TypedData>> data)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in data)
            if (value.DataCase is TypedData.DataOneofCase.String)
                texts[name] = value.String;
        return texts;
    }

    private static bool IsData(JsonProperty property) => property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null);

    // JSON may contain half a surrogate pair, which is not valid text: such a property is left out.
    private static KeyValuePair<string, TypedData>? TryRead(JsonProperty property)
    {
        try
        {
            return KeyValuePair.Create(property.Name, OfValue(property.Value));
        }
        catch (Exception noText) when (noText is InvalidOperationException or ArgumentException or JsonException)
        {
            return null;
        }
    }

    private static TypedData OfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonOf(value),
        JsonValueKind.True or JsonValueKind.False => Text(value.GetBoolean().ToString(CultureInfo.InvariantCulture)),
        _ => Text(value.ToString()),
    };

    private static bool LooksLikeObject(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            return false;
        var trimmed = utf8.Trim(" \t\r\n"u8);
        return trimmed is [(byte)'{', .., (byte)'}'];
    }
}
