using System.Text;

namespace Sentiment.Csv;

/// <summary>The encodings that files come in, and their byte order marks.</summary>
internal static class CsvEncodings
{
    /// <summary>Replaces bytes that are not text. It is a noncharacter, so that a genuine U+FFFD is not mistaken for damage.</summary>
    public const char Damage = '\uFDD0';

    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], Encoding.UTF8),
        ([0xFF, 0xFE, 0, 0], Encoding.UTF32), // Before UTF-16, because it begins with UTF-16's mark.
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        ([0xFF, 0xFE], Encoding.Unicode),
        ([0xFE, 0xFF], Encoding.BigEndianUnicode),
    ];

    /// <summary>What Windows programs of Western Europe and America write.</summary>
    public static Encoding Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The encoding that a byte order mark names, and the bytes of all such marks at the beginning; null without one.</summary>
    public static (Encoding Encoding, int Length)? Marked(ReadOnlySpan<byte> head)
    {
        foreach (var (mark, encoding) in Marks)
        {
            var length = 0;
            while (head[length..].StartsWith(mark))
                length += mark.Length;
            if (length > 0)
                return (encoding, length);
        }

        return null;
    }

    /// <summary>
    /// The encoding of that name, as browsers read it: Latin-1 and ASCII are Windows-1252, which contains both. Null if it is unknown.
    /// </summary>
    public static Encoding? Named(string? name)
    {
        var key = string.Concat((name ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return key switch
        {
            "" => null,
            "utf8" or "utf8sig" or "unicode11utf8" => Encoding.UTF8,
            "utf16" or "utf16le" or "unicode" => Encoding.Unicode,
            "utf16be" => Encoding.BigEndianUnicode,
            "utf32" or "utf32le" => Encoding.UTF32,
            "latin1" or "iso88591" or "ascii" or "usascii" or "cp1252" or "windows1252" or "ansi" => Windows1252,
            _ => Other(name!.Trim()),
        };
    }

    /// <summary>
    /// The encoding, with <see cref="Damage"/> for every byte that is not valid in it, and without a byte order mark, because readers
    /// would remove the mark from the middle of a file, too.
    /// </summary>
    public static Encoding Marking(Encoding encoding)
    {
        var marking = (Encoding)(encoding.CodePage switch
        {
            65001 => new UTF8Encoding(false),
            1200 => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            1201 => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            12000 => new UTF32Encoding(bigEndian: false, byteOrderMark: false),
            12001 => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
            _ => encoding,
        }).Clone();
        marking.DecoderFallback = new DecoderReplacementFallback(Damage.ToString());
        return marking;
    }

    private static Encoding? Other(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
