namespace Sentiment.Csv;

/// <summary>One row of the input.</summary>
/// <param name="Line">The line of the file where it starts, from 1.</param>
/// <param name="Fields">Its fields, as many as the header has.</param>
/// <param name="Text">The text to score; empty when there is an error.</param>
/// <param name="Error">Why it is not scored, or null.</param>
internal sealed record CsvRow(int Line, string[] Fields, string Text, string? Error)
{
    /// <summary>The unchanged line of a file of JSON Lines; null for a table.</summary>
    public string? Source { get; init; }
}
