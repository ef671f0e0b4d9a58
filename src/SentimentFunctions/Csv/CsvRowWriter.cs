namespace SentimentFunctions.Csv;

/// <summary>Writes rows as RFC 4180 says: CRLF, and quotes around a field where it needs them.</summary>
/// <param name="text">Takes the rows.</param>
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

    /// <summary>Spaces at an end are kept by every reader only inside quotes.</summary>
    private bool NeedsQuotes(string field) =>
        field.AsSpan().ContainsAny(Quote, '\r', '\n') || field.Contains(delimiter) || field.StartsWith(' ') || field.EndsWith(' ');
}
