using Sylvan.Data.Csv;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// Pairs as CSV with a header: columns <c>first</c> and <c>second</c>, and <c>domain</c> and <c>tone</c> where there are any. The columns
/// of CrowS-Pairs (Nangia et al. 2020), <c>sent_less</c>, <c>sent_more</c> and <c>bias_type</c>, are known, too.
/// </summary>
internal static class PairTableReader
{
    private static readonly string[] First = ["first", "sent_less"], Second = ["second", "sent_more"],
        Domain = ["domain", "bias_type"], Tone = ["tone"];

    /// <summary>Reads the file.</summary>
    /// <exception cref="CliException">It is no CSV, or has no such columns.</exception>
    public static IEnumerable<SentencePair> Read(string path)
    {
        try
        {
            using var csv = CsvDataReader.Create(path, new CsvDataReaderOptions { BufferSize = 1 << 16, MaxBufferSize = 1 << 26 });
            string[] names = [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetName(i).Trim().ToLowerInvariant())];
            var (first, second, domain, tone) = (Place(names, First), Place(names, Second), Place(names, Domain), Place(names, Tone));
            if (first < 0 || second < 0)
                throw new CliException(
                    $"{path} has the columns {string.Join(", ", names)}. Pairs stand in columns called first and second (and domain and " +
                    "tone, if you like).");
            var pairs = new List<SentencePair>();
            while (csv.Read())
            {
                string Field(int column, string otherwise) =>
                    column >= 0 && column < csv.RowFieldCount && csv.GetString(column) is { Length: > 0 } text ? text : otherwise;
                var pair = new SentencePair(Field(domain, "all"), Field(tone, ""), Field(first, ""), Field(second, ""));
                if (pair.First.Length == 0 || pair.Second.Length == 0)
                    throw new CliException($"{path}, row {csv.RowNumber} has only one of the two sentences.");
                pairs.Add(pair);
            }

            return pairs;
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new CliException($"{path} cannot be read as CSV with a header: {exception.Message}");
        }
    }

    private static int Place(string[] names, string[] wanted) => Array.FindIndex(names, wanted.Contains);
}
