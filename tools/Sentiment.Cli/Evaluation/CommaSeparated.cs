using Sylvan.Data.Csv;

namespace Sentiment.Cli.Evaluation;

/// <summary>CSV with a header (RFC 4180); the delimiter is found by itself.</summary>
internal static class CommaSeparated
{
    public static IEnumerable<Example> Read(TextReader reader, string path, Func<IReadOnlyList<string>, (int Text, int Label)> choose)
    {
        using var csv = Open(reader, path);
        var (text, label) = choose([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)]);
        while (Advance(csv, path))
        {
            if (csv.RowFieldCount <= Math.Max(text, label))
                throw new CliException(
                    $"{path}, row {csv.RowNumber} has {csv.RowFieldCount} columns; text and label are columns {text + 1} and {label + 1}.");
            yield return new Example(csv.RowNumber + 1, csv.GetString(text),
                LabelledData.IsPositive(path, csv.RowNumber + 1, csv.GetString(label)));
        }
    }

    private static CsvDataReader Open(TextReader reader, string path)
    {
        try
        {
            return CsvDataReader.Create(reader, new CsvDataReaderOptions { BufferSize = 1 << 16, MaxBufferSize = 1 << 26 });
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new CliException($"{path} is no CSV file with a header: {exception.Message}");
        }
    }

    private static bool Advance(CsvDataReader csv, string path)
    {
        try
        {
            return csv.Read();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new CliException($"{path}, row {csv.RowNumber + 1} cannot be read as CSV: {exception.Message}");
        }
    }
}
