using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Sentiment.Csv;

/// <summary>
/// Finds where rows begin, by the rules of <see cref="CsvParser"/> but without making fields of them, as fast as memory gives the bytes.
/// Takes the file piece by piece.
/// </summary>
internal abstract class RowScanner
{
    /// <summary>Whether a file of this encoding and dialect can be scanned: its signs must be one unit each, and nothing else.</summary>
    public static bool CanScan(Encoding encoding, CsvDialect dialect)
    {
        if (UnitBytes(encoding) > 1)
            return true;
        // In the encodings of East Asia a second byte may be any from 0x40 on, in those with escapes and in EBCDIC any at all.
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

    /// <summary>The parts found, the last one not closed before <see cref="End"/>.</summary>
    public List<CsvPart> Parts { get; } = [];

    /// <summary>
    /// The row of a field that may be too long to be read, with its first line; null for none. Whoever looks sets it back.
    /// </summary>
    public (long Offset, int Line)? LongField { get; set; }

    /// <summary>Takes the next bytes, whole units.</summary>
    /// <exception cref="CsvUnreadableException">A quotation closes in the middle of a field.</exception>
    public abstract void Add(ReadOnlySpan<byte> bytes);

    /// <summary>The file ends here.</summary>
    /// <param name="bytes">Its length; more than was given when its last unit is broken off.</param>
    /// <exception cref="CsvUnreadableException">A quotation has no end.</exception>
    public abstract void End(long bytes);

    private static ushort Swapped(char sign) => (ushort)(sign << 8 | sign >> 8);
}

/// <summary>The scanner for units of one size.</summary>
/// <typeparam name="T">A unit: a byte, or the word of a wider encoding.</typeparam>
/// <param name="encoding">The file's encoding.</param>
/// <param name="dialect">Its dialect.</param>
/// <param name="partBytes">A part that has as many bytes is closed.</param>
/// <param name="partRows">A part that has as many rows is closed.</param>
/// <param name="unit">Gives a sign as a unit.</param>
internal sealed class RowScanner<T>(Encoding encoding, CsvDialect dialect, long partBytes, long partRows, Func<char, T> unit) : RowScanner
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly T delimiter = unit(dialect.Delimiter ?? '\n');
    private readonly T quote = unit(dialect.Quote ?? '\n');
    private readonly T carriageReturn = unit('\r'), lineFeed = unit('\n'), endOfFile = unit(CsvParser.EndOfFile);
    private readonly T[] carriageReturnLineFeed = [unit('\r'), unit('\n')];
    private readonly long unitBytes = Marshal.SizeOf<T>();
    private readonly Decoder decoder = CsvEncodings.Marking(encoding).GetDecoder();
    private State state;
    private readonly bool hasQuote = dialect.Quote is not null;
    private bool wasQuoted, afterReturn, inRow, isEndOfFile;
    private int line = 1, rowLine = 1, openLine, closeLine;
    private long position, rowStart, fieldStart, longField = -1;
    private int above = dialect.SkippedRows + (dialect.HasHeader ? 1 : 0);
    private CsvPart part = new(0, 0, 1, 0);
    private long rows;

    private enum State
    {
        Start,
        Bare,
        Quoted,
        Closed,
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> bytes)
    {
        var units = MemoryMarshal.Cast<byte, T>(bytes);
        var begin = position;
        for (var at = 0; at < units.Length; position = begin + at)
        {
            var rest = units[at..];
            at += state switch
            {
                State.Quoted => Quoted(rest),
                State.Closed => Closed(rest),
                State.Start => Start(rest),
                _ => Bare(rest),
            };
        }
    }

    /// <inheritdoc/>
    public override void End(long bytes)
    {
        if (state == State.Quoted)
            throw CsvUnreadableException.NeverCloses(openLine);
        if (inRow && !isEndOfFile)
            EndRow();
        // Blank lines at the end are no part of their own.
        if (rows == 0 && Parts.Count > 0)
            Parts[^1] = Parts[^1] with { Length = bytes - Parts[^1].Offset };
        else
            Parts.Add(part with { Length = bytes - part.Offset, Rows = rows });
    }

    private int Start(ReadOnlySpan<T> units)
    {
        if (afterReturn && units[0] == lineFeed)
        {
            afterReturn = false;
            return 1;
        }

        afterReturn = false;
        if (!inRow)
            BeginRow();
        if (hasQuote && units[0] == quote)
        {
            (state, openLine, wasQuoted, inRow) = (State.Quoted, line, true, true);
            return 1;
        }

        return Bare(units);
    }

    private int Bare(ReadOnlySpan<T> units)
    {
        var end = units.IndexOfAny(delimiter, carriageReturn, lineFeed);
        var text = end < 0 ? units : units[..end];
        if (text.Length > 0)
        {
            isEndOfFile = !inRow && text.Length == 1 && text[0] == endOfFile;
            (inRow, state) = (true, State.Bare);
            if (wasQuoted && closeLine > openLine)
                RefuseText(text);
        }

        if (end < 0)
        {
            CheckLength(text.Length);
            return units.Length;
        }

        EndField(units, end);
        return end + 1;
    }

    private int Quoted(ReadOnlySpan<T> units)
    {
        var end = units.IndexOf(quote);
        var text = end < 0 ? units : units[..end];
        CountLines(text);
        CheckLength(text.Length);
        if (end < 0)
            return units.Length;
        (state, closeLine, afterReturn) = (State.Closed, line, false);
        return end + 1;
    }

    private int Closed(ReadOnlySpan<T> units)
    {
        if (units[0] == quote)
        {
            state = State.Quoted;
            return 1;
        }

        state = State.Bare;
        return Bare(units);
    }

    private void EndField(ReadOnlySpan<T> units, int end)
    {
        CheckLength(end);
        (state, wasQuoted) = (State.Start, false);
        decoder.Reset();
        fieldStart = position + end + 1;
        var sign = units[end];
        if (sign != carriageReturn && sign != lineFeed)
        {
            (inRow, isEndOfFile) = (true, false);
            return;
        }

        if (inRow)
            EndRow();
        line++;
        (afterReturn, inRow) = (sign == carriageReturn, false);
    }

    private void BeginRow()
    {
        (rowStart, rowLine, fieldStart, isEndOfFile) = (position, line, position, false);
        var offset = rowStart * unitBytes;
        // The header and what stands above it stay in the first part, even alone.
        if (rows == 0 || (offset - part.Offset < partBytes && rows < partRows))
            return;
        Parts.Add(part with { Length = offset - part.Offset, Rows = rows });
        (part, rows) = (new(offset, 0, line, 0), 0);
    }

    private void EndRow()
    {
        if (above > 0)
            above--;
        else
            rows++;
    }

    /// <summary>Counts the line breaks in a quotation: CR, LF and CRLF alike.</summary>
    private void CountLines(ReadOnlySpan<T> text)
    {
        if (text.IsEmpty)
            return;
        line += text.Count(lineFeed) + text.Count(carriageReturn) - text.Count(carriageReturnLineFeed)
            - (afterReturn && text[0] == lineFeed ? 1 : 0);
        afterReturn = text[^1] == carriageReturn;
    }

    private void CheckLength(int more)
    {
        if (position + more - fieldStart <= CsvParser.MaxFieldCharacters || longField == fieldStart)
            return;
        longField = fieldStart;
        LongField = (rowStart * unitBytes, rowLine);
    }

    private void RefuseText(ReadOnlySpan<T> text)
    {
        var bytes = MemoryMarshal.AsBytes(text);
        var characters = new char[encoding.GetMaxCharCount(bytes.Length)];
        if (!characters.AsSpan(0, decoder.GetChars(bytes, characters, flush: false)).IsWhiteSpace())
            throw CsvUnreadableException.ClosesInField(openLine, closeLine);
    }
}
