using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sentiment.Csv;

/// <summary>The reader's lists as JSON, so that a reader in JavaScript does not need its own.</summary>
internal static class ReaderRules
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>All lists; patterns have JavaScript's syntax and flags.</summary>
    public static string ToJson() => JsonSerializer.Serialize(
        new
        {
            TextColumnNames.Exact,
            TextColumnNames.StrongWords,
            TextColumnNames.WeakWords,
            TextColumnNames.OtherWords,
            TextColumnNames.Prose,
            TextColumnNames.Attributes,
            TextColumnNames.MostWords,
            TextColumnNames.Examples,
            Word = Pattern(TextColumnNames.Word()),
            NullMarkers = NullMarkers.Markers,
            RareDelimiters = UnknownDelimiter.Rare,
            Binary = FileSignature.Binary.Select(kind => new { Magic = kind.Magic.Select(value => (int)value), kind.Name }),
            Texts = FileSignature.Texts.Select(kind => new { Beginning = Pattern(kind.Beginning), kind.Name }),
        },
        Options);

    private static string[] Pattern(Regex regex) =>
    [
        regex.ToString(),
        "u" + (regex.Options.HasFlag(RegexOptions.IgnoreCase) ? "i" : "") + (regex.Options.HasFlag(RegexOptions.Singleline) ? "s" : ""),
    ];
}
