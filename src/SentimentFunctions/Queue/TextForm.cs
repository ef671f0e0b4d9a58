using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace SentimentFunctions.Queue;

/// <summary>Recognizes texts in another form: JSON, XML or Base64.</summary>
internal static partial class TextForm
{
    /// <summary>This many characters without a space are not a word of a review.</summary>
    private const int LongestWord = 64;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>Whether a media type names JSON.</summary>
    public static bool IsJson(string? mediaType) =>
        mediaType is "application/json" or "text/json" || mediaType?.EndsWith("+json", StringComparison.Ordinal) == true;

    /// <summary>Whether a media type names XML, or the complete text is one XML document.</summary>
    public static bool IsXml(string text, string? mediaType)
    {
        if (mediaType is "application/xml" or "text/xml" || mediaType?.EndsWith("+xml", StringComparison.Ordinal) == true)
            return true;
        var start = text.AsSpan().TrimStart();
        if (start is not ['<', ..])
            return false;
        try
        {
            using var reader = XmlReader.Create(new StringReader(start.ToString()));
            while (reader.Read())
            {
            }

            return true;
        }
        catch (XmlException)
        {
            return start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Whether a text is Base64: of another text, or longer than any word. "Good" and "Perfect1" are not.</summary>
    public static bool IsBase64(string text)
    {
        var joined = string.Concat(text.Trim().Split('\r', '\n'));
        if (joined.Length < 8 || !Base64.IsValid(joined) || !NoWord().IsMatch(joined))
            return false;
        try
        {
            return joined.Length >= LongestWord
                || !StrictUtf8.GetString(Convert.FromBase64String(joined)).Any(c => char.IsControl(c) && !char.IsWhiteSpace(c));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // A word has capitals at its beginning or throughout, and no digits or symbols.
    [GeneratedRegex(@"^(?!.*\s).*(\p{Ll}\p{Lu}|[0-9+/=])")]
    private static partial Regex NoWord();
}
