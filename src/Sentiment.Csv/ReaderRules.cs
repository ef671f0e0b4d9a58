using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sentiment.Csv;

/// <summary>The rules of the reader as JSON, so that a reader in JavaScript does not need its own.</summary>
internal static class ReaderRules
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The setting and all lists; patterns have JavaScript's syntax and flags.</summary>
    /// <param name="textField">The member that holds the text of JSON Lines; null for none.</param>
    public static string ToJson(string? textField) => JsonSerializer.Serialize(
        new
        {
            TextField = textField,
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
