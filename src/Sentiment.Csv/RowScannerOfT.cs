using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Sentiment.Csv;

/// <summary>The scanner for units of one size.</summary>
/// <typeparam name="T">A unit: a byte, or the word of a wider encoding.</typeparam>
/// <param name="encoding">The file's encoding.</param>
/// <param name="dialect">Its dialect.</param>
/// <param name="partBytes">A part that has as many bytes is closed.</param>
/// <param name="partRows">A part that has as many rows is closed.</param>
/// <param name="unit">Converts a character to a unit.</param>
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
        // Blank lines at the end do not become a separate part.
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
        // The header and the rows above it stay in the first part, even if it has no other rows.
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
