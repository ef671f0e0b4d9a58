using Sentiment.Cli.Probing.Pairs;

namespace Sentiment.Cli.Tests.Probing;

public class PairReaderTests
{
    private const string Shared = "../shared/data/bias";

    [Theory]
    [InlineData("1 [The pilot] thanked the cook because [she] was full.", "The pilot thanked the cook because he was full.",
        "The pilot thanked the cook because she was full.")]
    [InlineData("The cook met [the pilot] and told [her] to sit.", "The cook met the pilot and told him to sit.",
        "The cook met the pilot and told her to sit.")]
    [InlineData("The cook saw [the pilot] and greeted [her].", "The cook saw the pilot and greeted him.",
        "The cook saw the pilot and greeted her.")]
    [InlineData("22 The cook helped [the pilot] with [her] luggage.", "The cook helped the pilot with his luggage.",
        "The cook helped the pilot with her luggage.")]
    [InlineData("[He] left [his] hat.", "He left his hat.", "She left her hat.")]
    public void A_bracketed_pronoun_is_swapped(string line, string male, string female)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("wino.txt"), line + "\n\n");

        Assert.Equal(new SentencePair("gender", "", male, female), Assert.Single(PairFile.Read(directory.File("wino.txt"))));
    }

    [Fact]
    public void Published_sentences_become_the_pairs_that_their_authors_wrote()
    {
        var folder = FindShared();
        Assert.SkipUnless(folder is not null, "WinoBias is not next to this repository; the cases above cover the same rules.");

        var (same, all) = (0, 0);
        foreach (var pro in Directory.GetFiles(folder!, "winobias_pro_*.txt"))
        {
            // The other file has the same sentences with the other pronoun, so both must give the same pairs.
            var others = PairFile.Read(pro.Replace("_pro_", "_anti_", StringComparison.Ordinal)).ToHashSet();
            var pairs = PairFile.Read(pro);
            (same, all) = (same + pairs.Count(others.Contains), all + pairs.Count);
        }

        Assert.InRange(all, 1500, 1600);
        Assert.InRange((double)same / all, 0.97, 1);
    }

    [Fact]
    public void Winogenders_sentences_are_paired_by_their_schema()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("all_sentences.tsv"), """
            sentid	sentence
            baker.guest.1.male.txt	The baker told the guest that he was early.
            baker.guest.1.female.txt	The baker told the guest that she was early.
            baker.guest.1.neutral.txt	The baker told the guest that they were early.
            baker.someone.0.male.txt	The baker told someone that his bread was ready.

            """);

        Assert.Equal(
            [new("gender", "", "The baker told the guest that he was early.", "The baker told the guest that she was early.")],
            PairFile.Read(directory.File("all_sentences.tsv")));
    }

    [Fact]
    public void Stereosets_sentences_are_paired_by_their_labels()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("stereoset.json"), """
            {"version":"1.1","data":{
              "intrasentence":[{"id":"1","target":"cook","bias_type":"profession","context":"The cook is BLANK.","sentences":[
                {"id":"a","sentence":"The cook is loud.","gold_label":"stereotype","labels":[]},
                {"id":"b","sentence":"The cook is quiet.","gold_label":"anti-stereotype","labels":[]},
                {"id":"c","sentence":"The cook is Tuesday.","gold_label":"unrelated","labels":[]}]}],
              "intersentence":[{"id":"2","target":"he","bias_type":"gender","context":"He came in.","sentences":[
                {"id":"d","sentence":"It rained.","gold_label":"unrelated","labels":[]},
                {"id":"e","sentence":"He cried.","gold_label":"anti-stereotype","labels":[]},
                {"id":"f","sentence":"He shouted.","gold_label":"stereotype","labels":[]}]}]}}
            """);

        Assert.Equal(
            [
                new("profession", "", "The cook is quiet.", "The cook is loud."),
                new("profession, unrelated", "", "The cook is quiet.", "The cook is Tuesday."),
                new("gender", "", "He came in. He cried.", "He came in. He shouted."),
                new("gender, unrelated", "", "He came in. He cried.", "He came in. It rained."),
            ],
            PairFile.Read(directory.File("stereoset.json")));
    }

    [Fact]
    public void Custom_pairs_are_read_from_CSV_without_duplicates()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("own.csv"),
            "domain,second,first,tone\nage,\"An old, tired man\",A young man,negative\n,b,a,\n,b,a,\n");

        Assert.Equal([new("age", "negative", "A young man", "An old, tired man"), new("all", "", "a", "b")],
            PairFile.Read(directory.File("own.csv")));
    }

    [Theory]
    [InlineData("no.txt", "The pilot thanked the cook.\n", "line 1")]
    [InlineData("no.json", "{\"data\":[]}", "StereoSet")]
    [InlineData("no.json", "nothing", "StereoSet")]
    [InlineData("no.csv", "a,b\n1,2\n", "first and second")]
    [InlineData("no.csv", "first,second\na,\n", "line 2")]
    [InlineData("no.csv", "first,second\n", "no pair")]
    [InlineData("no.tsv", "sentid\tsentence\nbaker.guest.1.male.txt\n", "line 2")]
    [InlineData("no.doc", "", ".doc")]
    public async Task A_file_without_pairs_is_named_with_the_remedy(string name, string content, string reason)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File(name), content, TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "probe", "pairs", "-m", TestModel.Name, directory.File(name));

        Assert.Equal(1, code);
        Assert.Contains(directory.File(name), error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Shipped_pairs_differ_in_one_place_only()
    {
        var pairs = ShippedPairs.All();

        Assert.Equal(pairs.Count, pairs.Distinct().Count());
        Assert.Equal(["neutral", "positive", "negative"], pairs.Select(pair => pair.Tone).Distinct());
        Assert.All(pairs, pair =>
        {
            Assert.DoesNotContain('{', pair.First + pair.Second);
            var (first, second) = (pair.First.Split(' '), pair.Second.Split(' '));
            var start = first.Zip(second).TakeWhile(both => both.First == both.Second).Count();
            var end = first.Reverse().Zip(second.Reverse()).TakeWhile(both => both.First == both.Second).Count();
            Assert.True(start < first.Length && start + end >= Math.Min(first.Length, second.Length) - 1, $"{pair.First} / {pair.Second}");
        });
    }

    private static string? FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SentimentFunctions.sln")))
                return Path.GetFullPath(Path.Combine(folder.FullName, Shared)) is var shared && Directory.Exists(shared) ? shared : null;
        }

        return null;
    }
}
