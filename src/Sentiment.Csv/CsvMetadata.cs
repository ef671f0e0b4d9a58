using System.Globalization;
using System.Text;

namespace Sentiment.Csv;

/// <summary>The metadata of a file. It overrides what the file looks like; a value that is not understood is refused by name.</summary>
/// <param name="TextColumn">The name of the text column, or its number from 1.</param>
/// <param name="HasHeader">Whether the first row is the header.</param>
/// <param name="Delimiter">The delimiter, if <see cref="HasDelimiter"/> is true.</param>
/// <param name="HasDelimiter">Whether the delimiter is given; null then means a file of one column.</param>
/// <param name="Quote">The quote; null when quotes are text.</param>
/// <param name="Encoding">The encoding.</param>
internal sealed record CsvMetadata(string? TextColumn, bool? HasHeader, char? Delimiter, bool HasDelimiter, char? Quote, Encoding? Encoding)
{
    /// <summary>The first key about delimiters, quotes or headers; null for none.</summary>
    public string? TableKey { get; private init; }

    private const string Keys = "textColumn, header, delimiter, quote and encoding";

    private static readonly string[] Known = ["textcolumn", "header", "delimiter", "quote", "encoding"];

    /// <summary>Keys that were probably meant for this app, but are unknown.</summary>
    private static readonly string[] Alike =
    [
        "text", "textcol", "textfield", "textname", "textcolumnname", "reviewcolumn", "column", "columnname", "col",
        "headers", "headerrow", "hasheader", "noheader",
        "delim", "fielddelimiter", "columndelimiter", "sep", "separator", "fieldseparator", "columnseparator",
        "quotes", "quotechar", "quotecharacter", "charset", "codepage", "fileencoding",
    ];

    private static readonly Dictionary<string, bool> Answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true,
        ["yes"] = true,
        ["1"] = true,
        ["false"] = false,
        ["no"] = false,
        ["0"] = false,
    };

    private static readonly Dictionary<string, char?> Delimiters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tab"] = '\t',
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["pipe"] = '|',
        ["space"] = ' ',
        ["none"] = null,
    };

    /// <summary>The text column, if it is given as a number.</summary>
    public int? TextColumnNumber =>
        int.TryParse(TextColumn, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads the metadata; keys are compared without case and underscores, and the keys of other programs are ignored.</summary>
    public static (CsvMetadata? Metadata, string? Problem) Read(IReadOnlyDictionary<string, string> given)
    {
        var found = new Dictionary<string, (string Name, string Value)>();
        foreach (var (name, value) in given.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var key = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
            if (!Known.Contains(key))
            {
                if (Alike.Contains(key) || Array.Exists(Known, known => IsMisspelt(key, known)))
                    return (null, $"The metadata '{name}' is not known. The metadata for CSV files are {Keys}.");
                continue;
            }

            if (!found.TryAdd(key, (name, value?.Trim() ?? "")))
                return (null, $"The metadata '{found[key].Name}' and '{name}' mean the same. Keep one.");
        }

        return Read(found);
    }

    private static (CsvMetadata?, string?) Read(Dictionary<string, (string Name, string Value)> found)
    {
        var (textColumn, header, encoding) = (Value("textcolumn"), Value("header"), Value("encoding"));
        var (delimiter, quote) = (Value("delimiter"), Value("quote"));
        if (textColumn is "" or "0")
            return Refused("textcolumn", "Give a column's name, or its number from 1");
        if (header is not null && !Answers.ContainsKey(header))
            return Refused("header", "Give true or false");
        var read = CsvEncodings.Named(encoding);
        if (encoding is not null && read is null)
            return Refused("encoding", "Give an encoding's name, such as utf-8, utf-16 or windows-1252");
        if (!TryDelimiter(delimiter, out var delimiterCharacter) || delimiterCharacter is '\r' or '\n')
            return Refused("delimiter", "Give one character, \\t, \\u0001, tab, comma, semicolon, pipe, space or none");
        if (!TryCharacter(quote ?? "\"", out var quoteCharacter) || quoteCharacter is '\r' or '\n')
            return Refused("quote", "Give one character or none");
        if (delimiterCharacter is not null && delimiterCharacter == quoteCharacter)
        {
            return found.ContainsKey("quote")
                ? (null, $"The metadata delimiter and quote are both '{delimiter}'. Give two different characters.")
                : Refused("delimiter", "It is the quote. Give another character, or quote=none, too");
        }

        bool? hasHeader = header is null ? null : Answers[header];
        var tableKey = found.Where(entry => entry.Key is "header" or "delimiter" or "quote").Select(entry => entry.Value.Name).Min();
        return (new(textColumn, hasHeader, delimiterCharacter, delimiter is not null, quoteCharacter, read) { TableKey = tableKey }, null);

        string? Value(string key) => found.TryGetValue(key, out var entry) ? entry.Value : null;

        (CsvMetadata?, string?) Refused(string key, string remedy) =>
            (null, $"The metadata {found[key].Name}='{found[key].Value}' is not understood. {remedy}.");
    }

    /// <summary>
    /// Whether one letter of a long key is wrong, missing or one too many, or two are exchanged. Short keys resemble other words.
    /// </summary>
    private static bool IsMisspelt(string key, string known)
    {
        if (known.Length < 8 || Math.Abs(key.Length - known.Length) > 1)
            return false;
        var same = key.AsSpan().CommonPrefixLength(known);
        var (rest, right) = (key[same..], known[same..]);
        return rest.Length > right.Length ? rest[1..] == right
            : rest.Length < right.Length ? rest == right[1..]
            : rest[1..] == right[1..] || (rest.Length > 1 && $"{rest[1]}{rest[0]}{rest[2..]}" == right);
    }

    private static bool TryDelimiter(string? value, out char? character)
    {
        character = null;
        return value is null || Delimiters.TryGetValue(value, out character) || TryCharacter(value, out character);
    }

    /// <summary>A character as it is, or as <c>\t</c>, <c>\x01</c> or <c>\u0001</c>: metadata cannot hold control characters.</summary>
    private static bool TryCharacter(string value, out char? character)
    {
        character = value switch
        {
            [var single] => single,
            "\\t" => '\t',
            ['\\', 'x' or 'u', .. var digits] when digits.Length is 2 or 4
                && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => (char)code,
            _ => null,
        };
        return character is not null || value.Equals("none", StringComparison.OrdinalIgnoreCase);
    }
}
