using System.Text;

namespace Sentiment.Csv;

/// <summary>
/// Reads rows as RFC 4180 and Python's <c>csv</c> module do: CR, LF and CRLF alike, line breaks and doubled quotes inside quoted fields,
/// and a quote that does not begin a field is text. Only one row is in memory. A quotation without a sensible end is refused, not repaired.
/// </summary>
/// <param name="text">The file.</param>
/// <param name="delimiter">The delimiter; null when every line is one field.</param>
/// <param name="quote">The quote; null when quotes are text.</param>
/// <param name="firstLine">The number of the first line.</param>
internal sealed class CsvParser(TextReader text, char? delimiter, char? quote, int firstLine = 1)
{
    /// <summary>The most characters of one field.</summary>
    public const int MaxFieldCharacters = 32 << 20;

    /// <summary>Old editors and exports end a file with it.</summary>
    public const char EndOfFile = '\u001A';

    private readonly char[] buffer = new char[1 << 15];
    private readonly StringBuilder field = new();
    private readonly List<string> fields = [];
    private int at, length;
    private State state;
    private bool wasQuoted, afterReturn;
    private int line = firstLine, rowLine = firstLine, openLine, closeLine;

    private enum State
    {
        Start,
        Bare,
        Quoted,
        Closed,
    }

    /// <summary>The line, from 1, where the last row that was read begins.</summary>
    public int Line { get; private set; }

    /// <summary>The number of empty lines, which are not rows.</summary>
    public long BlankLines { get; private set; }

    /// <summary>The fields of the next row; null at the end.</summary>
    /// <exception cref="CsvUnreadableException">A quotation has no end, or ends in the middle of a field.</exception>
    public async ValueTask<string[]?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            while (at < length)
            {
                if (Take(buffer[at++]) is { } row)
                    return row;
            }

            (at, length) = (0, await text.ReadAsync(buffer, cancellationToken));
            if (length == 0)
                return End();
        }
    }

    private string[]? Take(char c)
    {
        var endsReturn = c == '\n' && afterReturn;
        afterReturn = c == '\r';
        if (c is '\r' or '\n' && !endsReturn)
            line++;
        if (state == State.Quoted)
            TakeQuoted(c);
        else if (endsReturn)
            return null;
        else if (c is '\r' or '\n')
            return EndRow();
        else if (c == delimiter)
            EndField();
        else if (c == quote && (state is State.Start or State.Closed))
            TakeQuote(c);
        else
            TakeBare(c);
        return null;
    }

    private void TakeQuoted(char c)
    {
        if (c == quote)
            (state, closeLine) = (State.Closed, line);
        else
            Append(c);
    }

    private void TakeQuote(char c)
    {
        if (state == State.Closed)
            Append(c);
        else
            (openLine, wasQuoted) = (line, true);
        state = State.Quoted;
    }

    private void TakeBare(char c)
    {
        if (wasQuoted && closeLine > openLine && !char.IsWhiteSpace(c))
            throw CsvUnreadableException.ClosesInField(openLine, closeLine);
        Append(c);
        state = State.Bare;
    }

    private void Append(char c)
    {
        if (field.Length >= MaxFieldCharacters)
        {
            throw wasQuoted
                ? CsvUnreadableException.TooLong(openLine, MaxFieldCharacters)
                : new CsvUnreadableException(
                    $"A field in line {line} has more than {MaxFieldCharacters} characters. Check that the file is CSV.");
        }

        field.Append(c);
    }

    private void EndField()
    {
        fields.Add(field.ToString());
        field.Clear();
        (state, wasQuoted) = (State.Start, false);
    }

    private string[]? EndRow()
    {
        (Line, rowLine) = (rowLine, line);
        if (fields.Count == 0 && field.Length == 0 && !wasQuoted)
        {
            BlankLines++;
            return null;
        }

        EndField();
        string[] row = [.. fields];
        fields.Clear();
        return row;
    }

    private string[]? End()
    {
        if (state == State.Quoted)
            throw CsvUnreadableException.NeverCloses(openLine);
        if (field.Length > 0 && field[^1] == EndOfFile)
            field.Length--;
        return fields.Count == 0 && field.Length == 0 && !wasQuoted ? null : EndRow();
    }
}
