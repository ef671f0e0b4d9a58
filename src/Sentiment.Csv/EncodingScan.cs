using System.Buffers;
using System.Text;

namespace Sentiment.Csv;

/// <summary>Tells UTF-8 from Windows-1252 by all bytes of a file without a byte order mark. The bytes are added in pieces.</summary>
internal sealed class EncodingScan
{
    private static readonly SearchValues<byte> Undefined = SearchValues.Create(0x81, 0x8D, 0x8F, 0x90, 0x9D);

    private readonly byte[] cut = new byte[4];
    private long valid, invalid, high, neighbours, innerCapitals;
    private int cutLength;
    private byte last;
    private bool hasUndefined;

    /// <summary>
    /// Windows-1252 if the bytes are not UTF-8, almost none of them look like it, and they stand alone between other letters, as accents
    /// and curly quotes do; in other code pages they are adjacent. Mac Roman has its accents and quotes where Windows-1252 has capitals,
    /// which do not follow small letters. Otherwise UTF-8, and a row with damaged bytes fails.
    /// </summary>
    public Encoding Encoding
    {
        get
        {
            var damaged = invalid + (cutLength > 0 ? 1 : 0);
            return damaged > 0 && valid * 10 < damaged && !hasUndefined && neighbours * 2 <= high && innerCapitals * 2 <= high
                ? CsvEncodings.Windows1252
                : Encoding.UTF8;
        }
    }

    /// <summary>Adds the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (cutLength == 0 && Ascii.IsValid(bytes))
        {
            last = bytes is [.., var end] ? end : last;
            return;
        }

        hasUndefined = hasUndefined || bytes.ContainsAny(Undefined);
        CountHigh(bytes);
        CountCharacters(bytes);
    }

    private void CountHigh(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value >= 0x80)
            {
                high++;
                neighbours += last >= 0x80 ? 1 : 0;
                innerCapitals += char.IsAsciiLetterLower((char)last) && IsCapital(value) ? 1 : 0;
            }

            last = value;
        }
    }

    /// <summary>Whether a byte is a capital letter in Windows-1252.</summary>
    private static bool IsCapital(byte value) => value is 0x8A or 0x8C or 0x8E or 0x9F or (>= 0xC0 and <= 0xDE and not 0xD7);

    /// <summary>Counts characters of several bytes. One that is cut off at the end is kept until the next bytes.</summary>
    private void CountCharacters(ReadOnlySpan<byte> bytes)
    {
        if (cutLength > 0)
        {
            Span<byte> joined = stackalloc byte[8];
            cut.AsSpan(0, cutLength).CopyTo(joined);
            var more = bytes[..Math.Min(4, bytes.Length)];
            more.CopyTo(joined[cutLength..]);
            joined = joined[..(cutLength + more.Length)];
            var at = 0;
            while (at < cutLength)
            {
                if (!Count(joined[at..], out var consumed))
                {
                    Keep(joined[at..]);
                    return;
                }

                at += consumed;
            }

            bytes = bytes[(at - cutLength)..];
            cutLength = 0;
        }

        while (bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) is >= 0 and var next)
        {
            bytes = bytes[next..];
            if (!Count(bytes, out var consumed))
            {
                Keep(bytes);
                return;
            }

            bytes = bytes[consumed..];
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(cut);
        cutLength = bytes.Length;
    }

    private bool Count(ReadOnlySpan<byte> bytes, out int consumed)
    {
        var status = Rune.DecodeFromUtf8(bytes, out _, out consumed);
        if (status == OperationStatus.NeedMoreData)
            return false;
        if (bytes[0] >= 0x80)
            (valid, invalid) = status == OperationStatus.Done ? (valid + 1, invalid) : (valid, invalid + 1);
        return true;
    }
}
