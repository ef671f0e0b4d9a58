using System.Text.Json;
using Sentiment.Inference;

namespace Sentiment.Cli.Tests.Probing;

public class PairProbeTests
{
    [Fact]
    public async Task Shifts_flips_and_worst_pairs_follow_from_the_scores()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("own.csv"), """
            first,second,domain,tone
            A wonderful film.,A dreadful film.,turned,positive
            The table is brown.,The table is brown.,same,neutral
            A great film.,A very good film.,turned,positive
            """, TestContext.Current.CancellationToken);

        var (code, output, _) = await CommandLine.RunAsync("", "probe", "pairs", "-m", TestModel.Name, directory.File("own.csv"), "--json",
            directory.File("pairs.json"), "--plot", directory.File("pairs.svg"));

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(directory.File("pairs.json"), TestContext.Current.CancellationToken));
        var report = json.RootElement[0];
        var groups = report.GetProperty("groups").EnumerateArray()
            .ToDictionary(group => $"{group.GetProperty("domain")}/{group.GetProperty("tone")}");
        Assert.Equal(["turned/all", "turned/positive", "same/all", "same/neutral"], groups.Keys);
        Assert.Equal(0, groups["same/all"].GetProperty("shift").GetProperty("mean").GetDouble());
        Assert.Equal(1, groups["turned/all"].GetProperty("flips").GetInt32());
        var worst = report.GetProperty("worstPairs")[0];
        Assert.Equal("A dreadful film.", worst.GetProperty("second").GetString());
        await using var engine = new SentimentEngine(SentimentModel.Load(TestModel.Directory));
        var scores = await engine.ScoreAsync(["A wonderful film.", "A dreadful film."], TestContext.Current.CancellationToken);
        Assert.Equal(scores[1].Scores["POSITIVE"] - scores[0].Scores["POSITIVE"], worst.GetProperty("shift").GetDouble(), 1e-4);
        Assert.Contains("A dreadful film.", output, StringComparison.Ordinal);
        Assert.Contains("turned", await File.ReadAllTextAsync(directory.File("pairs.svg"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--plot")]
    public async Task The_pairs_are_never_overwritten(string option)
    {
        using var directory = new TemporaryDirectory();
        const string pairs = "first,second\nA wonderful film.,A dreadful film.\n";
        await File.WriteAllTextAsync(directory.File("own.csv"), pairs, TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "probe", "pairs", "-m", TestModel.Name, directory.File("own.csv"), option,
            directory.File("own.csv"));

        Assert.Equal(1, code);
        Assert.Contains($"own.csv would be overwritten by {option}", error, StringComparison.Ordinal);
        Assert.Equal(pairs, await File.ReadAllTextAsync(directory.File("own.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_file_the_shipped_pairs_are_used()
    {
        var (code, output, _) = await CommandLine.RunAsync("", "probe", "pairs", "-m", TestModel.Name);

        Assert.Equal(0, code);
        Assert.All(["gender, pronouns", "gender, names", "origin, names", "nationality", "religion", "age", "occupation"],
            domain => Assert.Contains(domain, output, StringComparison.Ordinal));
    }
}
