using System.Text;

namespace SentimentFunctions.Csv;

/// <summary>Tells text from other files by their first bytes.</summary>
internal static class FileSignature
{
    private static readonly (byte[] Magic, string Name)[] Known =
    [
        ([0x1F, 0x8B], "a gzip file. Unpack it first"),
        ([(byte)'P', (byte)'K', 3, 4], "an Excel workbook or another zip archive. Save it as CSV (UTF-8) first"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook. Save it as CSV (UTF-8) first"),
        ([(byte)'%', (byte)'P', (byte)'D', (byte)'F'], "a PDF document. Export its table as CSV first"),
        ([(byte)'P', (byte)'A', (byte)'R', (byte)'1'], "a Parquet file. Export it as CSV first"),
    ];

    /// <summary>Says what the file is when it is certainly no CSV; else null.</summary>
    public static string? NotCsv(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "The file is empty.";
        foreach (var (magic, name) in Known)
        {
            if (head.StartsWith(magic))
                return $"The file is no CSV but {name}.";
        }

        return EncodingOf(head) is UTF8Encoding && head.Contains((byte)0)
            ? "The file is no CSV: it holds zero bytes, so it is binary, or UTF-16 without a byte order mark. Save it as CSV (UTF-8)."
            : null;
    }

    /// <summary>The encoding that the byte order mark names; UTF-8 without one.</summary>
    public static Encoding EncodingOf(ReadOnlySpan<byte> head) =>
        head.StartsWith((byte[])[0xFF, 0xFE]) ? Encoding.Unicode
        : head.StartsWith((byte[])[0xFE, 0xFF]) ? Encoding.BigEndianUnicode
        : Encoding.UTF8;
}
