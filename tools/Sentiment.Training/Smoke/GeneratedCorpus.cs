using System.IO.Compression;

namespace Sentiment.Training.Smoke;

/// <summary>
/// Writes a tiny corpus in the layout of the real one: positive and negative sentences built from a few words. The same seed gives the
/// same corpus.
/// </summary>
internal static class GeneratedCorpus
{
    private static readonly string[] Things =
        ["the plot", "this phone", "the service", "that soup", "her acting", "the battery", "our table", "the ending"];
    private static readonly string[] Praise = ["wonderful", "delightful", "superb", "charming", "excellent", "a joy"];
    private static readonly string[] Blame = ["dreadful", "boring", "terrible", "clumsy", "awful", "a mess"];
    private static readonly string[] Openings = ["Well , ", "Honestly , ", "To my surprise , ", "Once again ", "I think "];
    private static readonly string[] Endings = [" .", " !", " , and it does n't change .", " from start to end ."];

    public static void Write(string directory)
    {
        var random = new Random(5);
        Directory.CreateDirectory(Path.Combine(directory, "sst2"));
        Directory.CreateDirectory(Path.Combine(directory, "extra"));
        WriteRows(directory, "sst2/train.tsv", random, 1500, 1);
        WriteRows(directory, "sst2/dev.tsv", random, 60, 1);
        foreach (var name in (string[])["rt_polarity_nodev_notest.tsv", "cr.tsv", "uci_amazon_cells.tsv", "uci_imdb.tsv", "uci_yelp.tsv"])
            WriteRows(directory, "extra/" + name, random, 200, 1);
        WriteRows(directory, "extra/yelp_sentences.tsv.gz", random, 400, 1);
        WriteRows(directory, "extra/imdb_train.tsv.gz", random, 150, 12);
        WriteRows(directory, "extra/imdb_unlabelled.tsv.gz", random, 60, 12, labelled: false);
    }

    public static string Sentence(Random random, bool positive) =>
        Pick(random, Openings) + Pick(random, Things) + (random.Next(2) == 0 ? " is " : " was really ") +
        Pick(random, positive ? Praise : Blame) + Pick(random, Endings);

    private static void WriteRows(string directory, string name, Random random, int rows, int sentences, bool labelled = true)
    {
        using var file = File.Create(Path.Combine(directory, name));
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var writer = new StreamWriter(stream);
        writer.WriteLine(labelled ? "sentence\tlabel" : "text");
        for (var row = 0; row < rows; row++)
        {
            var positive = random.Next(2) == 1;
            var text = string.Join(' ', Enumerable.Range(0, sentences).Select(_ => Sentence(random, positive)));
            writer.WriteLine(labelled ? $"{text}\t{(positive ? 1 : 0)}" : text);
        }
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
