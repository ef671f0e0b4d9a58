using System.Text.RegularExpressions;

namespace Sentiment.Csv;

/// <summary>Distinguishes CSV from other files by how they begin.</summary>
internal static partial class FileSignature
{
    /// <summary>Bytes that no text has: all control characters but tab, line breaks and the like.</summary>
    private static readonly byte[] Controls =
        [.. Enumerable.Range(0, 0x20).Where(value => value is < 0x09 or > 0x0D).Select(value => (byte)value)];

    /// <summary>How binary files begin. Letters alone do not count, because a text may begin with them.</summary>
    public static readonly (byte[] Magic, string Name)[] Binary =
    [
        ([0x1F, 0x8B], "a gzip file. Unpack it first"),
        ([(byte)'P', (byte)'K', 3, 4], "an Excel workbook or another zip archive. Save it as CSV (UTF-8) first"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook. Save it as CSV (UTF-8) first"),
        ("%PDF"u8.ToArray(), "a PDF document. Export its table as CSV first"),
        // The header of the first page begins with its type.
        ([.. "PAR1"u8, 0x15], "a Parquet file. Export it as CSV first"),
        // The length of the first stream. After other lengths there is a zero byte, which no text has either.
        .. Controls.Select(length => ((byte[])[.. "ORC"u8, length], "an ORC file. Export it as CSV first")),
        ([(byte)'O', (byte)'b', (byte)'j', 1], "an Avro file. Export it as CSV first"),
        ("SQLite format 3"u8.ToArray(), "an SQLite database. Export its table as CSV first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file. Unpack it first"),
        // The level, and the mark of the first block.
        .. "123456789"u8.ToArray().Select(level => ((byte[])[.. "BZh"u8, level, .. "1AY&SY"u8], "a bzip2 file. Unpack it first")),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "an xz file. Unpack it first"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7-Zip archive. Unpack it first"),
    ];

    /// <summary>How other text files begin. The page uses them too, so they mean the same in JavaScript: without \b and \w.</summary>
    public static readonly (Regex Beginning, string Name)[] Texts =
    [
        (JsonObject(), "JSON or JSON Lines. Call a file of JSON Lines .jsonl, and convert other JSON to CSV first"),
        (JsonArray(), "JSON. Convert it to CSV first"),
        (Html(), "an HTML page, perhaps of a sign-in or an error. Download the file again"),
        (Xml(), "XML, perhaps an error message or an Excel 2003 workbook. Save it as CSV (UTF-8) first"),
        (Rtf(), "an RTF document. Save it as plain CSV (UTF-8) first"),
        (LfsPointer(), "a Git LFS pointer to a file. Fetch the file itself with git lfs pull"),
        (Sql(), "an SQL script. Export the table as CSV first"),
        (Markdown(), "a Markdown table. Convert it to CSV first"),
        (Arff(), "an ARFF file. Convert it to CSV first"),
    ];

    /// <summary>Says what a file with these bytes is if it is certainly not CSV; otherwise null.</summary>
    public static string? NotCsv(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "The file is empty.";
        foreach (var (magic, name) in Binary)
        {
            if (head.StartsWith(magic))
                return $"The file is not CSV but {name}.";
        }

        return null;
    }

    /// <summary>Says what a file with this text is if it is certainly not CSV; otherwise null.</summary>
    public static string? NotCsv(string text)
    {
        if (text.Contains('\0'))
            return "The file is not CSV: it holds zero bytes, so it is binary, or UTF-16 without a byte order mark. Save it as CSV " +
                "(UTF-8).";
        var found = Array.Find(Texts, kind => kind.Beginning.IsMatch(text));
        return found.Name is null ? null : $"The file is not CSV but {found.Name}.";
    }

    [GeneratedRegex("""^\s*\{\s*("([^"\\]|\\.)*"\s*:|\}\s*$)""")]
    private static partial Regex JsonObject();

    [GeneratedRegex("""^\s*\[\s*(\{\s*["}]|\[\s*["\[{\]]|"([^"\\]|\\.)*"\s*[,\]]|\]\s*$)""")]
    private static partial Regex JsonArray();

    [GeneratedRegex(
        @"^\s*(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body|table)[\s/>]",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Html();

    [GeneratedRegex(
        @"^\s*(<\?xml\s|<[A-Za-z_][^\s<>:=/""']*(:[^\s<>:=/""']*)?(\s+[^\s<>=""']+\s*=\s*(""[^""]*""|'[^']*'))*\s*>\s*<[A-Za-z_!])")]
    private static partial Regex Xml();

    [GeneratedRegex(@"^\s*\{\\rtf")]
    private static partial Regex Rtf();

    [GeneratedRegex(@"^\s*version https://git-lfs\.github\.com/")]
    private static partial Regex LfsPointer();

    // A comment ends in one place only: otherwise a file of comments could be read in a number of ways that doubles with each line.
    [GeneratedRegex(
        @"^\s*((--[^\r\n]*[\r\n]|/\*((?!\*/)[\s\S])*\*/;?)\s*)*(create\s+table|insert\s+into|drop\s+table)\s",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sql();

    [GeneratedRegex(@"^\s*\|.*\|[ \t]*\r?\n[ \t]*\|[ \t]*:?-{2,}")]
    private static partial Regex Markdown();

    [GeneratedRegex(@"^\s*(%[^\r\n]*[\r\n]\s*)*@relation\s", RegexOptions.IgnoreCase)]
    private static partial Regex Arff();
}
