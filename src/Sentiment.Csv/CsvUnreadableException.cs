namespace Sentiment.Csv;

/// <summary>The rest of a file cannot be read as CSV.</summary>
/// <param name="message">What was seen, in which line, and what to do: it goes into the summary.</param>
internal sealed class CsvUnreadableException(string message) : Exception(message);
