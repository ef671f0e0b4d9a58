using System.Text;

namespace Sentiment.Csv;

/// <summary>
/// Finds where rows begin, by the rules of <see cref="CsvParser"/>, but without creating fields, so that memory bandwidth is the limit.
/// The file is added in pieces.
/// </summary>
internal abstract class RowScanner
{
    /// <summary>
    /// Whether a file of this encoding and dialect can be scanned: each special character must be one unit, and that unit must not be part
    /// of another character.
    /// </summary>
    public static bool CanScan(Encoding encoding, CsvDialect dialect)
    {
        if (UnitBytes(encoding) > 1)
            return true;
        // A second byte may be 0x40 or more in East Asian encodings, and any byte in those with escapes and in EBCDIC.
        var signs = $"{dialect.Delimiter}{dialect.Quote}\r\n\u001A";
        var isPlain = !encoding.WebName.StartsWith("iso-2022", StringComparison.Ordinal) && encoding.CodePage is not (65000 or 52936);
        return isPlain && signs.All(char.IsAscii) && encoding.GetBytes(signs).AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(signs))
            && (encoding.IsSingleByte || encoding.CodePage == Encoding.UTF8.CodePage || signs.All(sign => sign < 0x40));
    }

    /// <summary>A scanner for a file.</summary>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="dialect">Its dialect.</param>
    /// <param name="partBytes">A part that has as many bytes is closed.</param>
    /// <param name="partRows">A part that has as many rows is closed.</param>
    public static RowScanner For(Encoding encoding, CsvDialect dialect, long partBytes, long partRows) => encoding.CodePage switch
    {
        1200 => new RowScanner<ushort>(encoding, dialect, partBytes, partRows, sign => sign),
        1201 => new RowScanner<ushort>(encoding, dialect, partBytes, partRows, sign => BitConverter.IsLittleEndian ? Swapped(sign) : sign),
        12000 => new RowScanner<uint>(encoding, dialect, partBytes, partRows, sign => sign),
        12001 => new RowScanner<uint>(encoding, dialect, partBytes, partRows, sign => (uint)Swapped(sign) << 16),
        _ => new RowScanner<byte>(encoding, dialect, partBytes, partRows, sign => (byte)sign),
    };

    /// <summary>The bytes of one unit of an encoding.</summary>
    public static int UnitBytes(Encoding encoding) => encoding.CodePage switch
    {
        1200 or 1201 => 2,
        12000 or 12001 => 4,
        _ => 1,
    };

    /// <summary>The parts found. The last one is closed by <see cref="End"/>.</summary>
    public List<CsvPart> Parts { get; } = [];

    /// <summary>
    /// The row of a field that may be too long to be read, with its first line; null for none. The caller resets it after checking.
    /// </summary>
    public (long Offset, int Line)? LongField { get; set; }

    /// <summary>Adds the next bytes, which must be whole units.</summary>
    /// <exception cref="CsvUnreadableException">A quotation closes in the middle of a field.</exception>
    public abstract void Add(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the file.</summary>
    /// <param name="bytes">Its length, which is more than was added if its last unit is incomplete.</param>
    /// <exception cref="CsvUnreadableException">A quotation has no end.</exception>
    public abstract void End(long bytes);

    private static ushort Swapped(char sign) => (ushort)(sign << 8 | sign >> 8);
}
