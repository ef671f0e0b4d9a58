namespace Sentiment.Csv;

/// <summary>The rest of a file cannot be read as CSV.</summary>
/// <param name="message">What is wrong, in which line, and what to do. It goes into the summary.</param>
internal sealed class CsvUnreadableException(string message) : Exception(message)
{
    private const string Remedy =
        "Close it and double the quotes inside texts, or set the metadata quote=none if quotes are plain text in this file.";

    /// <summary>The file ends inside a quotation.</summary>
    public static CsvUnreadableException NeverCloses(int openLine) =>
        new($"The file ends inside a quotation that opens in line {openLine}. {Remedy}");

    /// <summary>A quotation closes some lines later, with text behind it, so it was not a quotation.</summary>
    public static CsvUnreadableException ClosesInField(int openLine, int closeLine) =>
        new($"The quotation that opens in line {openLine} closes in line {closeLine} in the middle of a field. {Remedy}");

    /// <summary>A quotation is too long to be one.</summary>
    public static CsvUnreadableException TooLong(int openLine, int characters) =>
        new($"The quotation that opens in line {openLine} has more than {characters} characters. {Remedy}");

    /// <summary>A row, or the blank lines around it, would not fit into memory with the rest of its part.</summary>
    public static CsvUnreadableException LongRow(int line, int bytes) =>
        new($"From line {line} on, one row, with the blank lines around it, has more than {bytes} bytes. "
            + "Check that each row ends with a line break, and remove the blank lines.");
}
