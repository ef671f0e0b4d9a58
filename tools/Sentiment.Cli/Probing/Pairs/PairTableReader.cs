using System.Text;
using Sentiment.Csv;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// Reads pairs from CSV with a header: columns <c>first</c> and <c>second</c>, and optionally <c>domain</c> and <c>tone</c>. The columns
/// of CrowS-Pairs (Nangia et al. 2020), <c>sent_less</c>, <c>sent_more</c> and <c>bias_type</c>, are also known.
/// </summary>
internal static class PairTableReader
{
    private static readonly string[] First = ["first", "sent_less"], Second = ["second", "sent_more"],
        Domain = ["domain", "bias_type"], Tone = ["tone"];

    /// <summary>Reads the file.</summary>
    /// <exception cref="CliException">The file is not CSV, or does not have these columns.</exception>
    public static IEnumerable<SentencePair> Read(string path)
    {
        var header = File.ReadLines(path).FirstOrDefault("");
        using var text = new StreamReader(path, CsvEncodings.Marking(Encoding.UTF8));
        var parser = new CsvParser(text, ",;\t|".MaxBy(delimiter => header.Count(c => c == delimiter)), '"');
        string[] names = [.. (Row(path, parser) ?? []).Select(name => name.Trim().ToLowerInvariant())];
        var (first, second, domain, tone) = (Place(names, First), Place(names, Second), Place(names, Domain), Place(names, Tone));
        if (first < 0 || second < 0)
        {
            throw new CliException(
                $"{path} has the columns {string.Join(", ", names)}. Pairs need columns called first and second (and optionally domain " +
                "and tone).");
        }

        while (Row(path, parser) is { } row)
        {
            var pair = new SentencePair(Field(domain, "all"), Field(tone, ""), Field(first, ""), Field(second, ""));
            if (pair.First.Length == 0 || pair.Second.Length == 0)
                throw new CliException($"{path}, line {parser.Line} has only one of the two sentences.");
            yield return pair;

            string Field(int column, string otherwise) =>
                column >= 0 && column < row.Length && row[column] is { Length: > 0 } field ? field : otherwise;
        }
    }

    private static string[]? Row(string path, CsvParser parser)
    {
        try
        {
            var row = parser.ReadAsync().AsTask().GetAwaiter().GetResult();
            return row is not null && row.Any(field => field.Contains(CsvEncodings.Damage))
                ? throw new CliException($"{path}, line {parser.Line} has bytes that are not UTF-8. Save the file as UTF-8.")
                : row;
        }
        catch (CsvUnreadableException unreadable)
        {
            throw new CliException($"{path} cannot be read as CSV with a header: {unreadable.Message}");
        }
    }

    private static int Place(string[] names, string[] wanted) => Array.FindIndex(names, wanted.Contains);
}
