using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sentiment.Csv;

/// <summary>Strings of JSON that may contain invalid text: half a surrogate pair, or bytes that are not UTF-8.</summary>
internal static partial class JsonText
{
    /// <summary>The string; invalid text becomes a replacement character in its place, which the triggers refuse.</summary>
    public static string Of(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            var raw = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
            var text = Escape().Replace(raw, match => Character(match.ValueSpan[1..]).ToString());
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // Half a surrogate pair has no bytes of its own.
        }
    }

    /// <summary>A caller's id for a text: a string unchanged, any other value as in the JSON; null if there is none.</summary>
    public static string? Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => Of(element),
        _ => element.GetRawText(),
    };

    private static char Character(ReadOnlySpan<char> escape) => escape[0] switch
    {
        'u' => (char)ushort.Parse(escape[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        var itself => itself,
    };

    [GeneratedRegex(@"\\(u[0-9a-fA-F]{4}|.)")]
    private static partial Regex Escape();
}
