using System.Text.Json;

namespace SentimentFunctions.Scoring;

/// <summary>Strings of JSON that may hold what no text may: half a surrogate pair, or bytes that are no UTF-8.</summary>
internal static class JsonText
{
    /// <summary>The string; what is no valid text becomes a replacement character, which the triggers refuse by name.</summary>
    public static string Of(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>A caller's own name for a text: a string as it is, any other value as it stands in the JSON; null for none.</summary>
    public static string? Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => Of(element),
        _ => element.GetRawText(),
    };
}
