namespace SentimentFunctions.Csv;

/// <summary>Writes rows by RFC 4180: CRLF, and quotes around a field that needs them.</summary>
/// <param name="text">Receives the rows.</param>
/// <param name="delimiter">Between fields.</param>
internal sealed class CsvRowWriter(TextWriter text, char delimiter)
{
    private const char Quote = '"';

    /// <summary>Writes one row.</summary>
    public void Write(IEnumerable<string> fields)
    {
        var isFirst = true;
        foreach (var field in fields)
        {
            if (!isFirst)
                text.Write(delimiter);
            isFirst = false;
            text.Write(NeedsQuotes(field) ? $"{Quote}{field.Replace("\"", "\"\"", StringComparison.Ordinal)}{Quote}" : field);
        }

        text.Write("\r\n");
    }

    /// <summary>Some readers keep leading and trailing spaces only inside quotes.</summary>
    private bool NeedsQuotes(string field) =>
        field.AsSpan().ContainsAny(Quote, '\r', '\n') || field.Contains(delimiter) || field.StartsWith(' ') || field.EndsWith(' ');
}
