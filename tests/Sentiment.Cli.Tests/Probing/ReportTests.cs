using System.Text.RegularExpressions;
using Sentiment.Cli.Probing.Report;

namespace Sentiment.Cli.Tests.Probing;

public partial class ReportTests
{
    [Fact]
    public async Task A_report_is_one_self_contained_page()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("own.csv"), "first,second\na <script>alert(1)</script> b,a & b\n",
            TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "probe", "report", "-m", TestModel.Name, "--out",
            directory.File("out"), "--pairs",
            directory.File("own.csv"));

        Assert.True(code == 0, error);
        var page = await File.ReadAllTextAsync(directory.File("out/report.html"), TestContext.Current.CancellationToken);
        Assert.Equal(3, Svg().Count(page));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Reference(), page);
        Assert.Contains("a &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("must choose one", page, StringComparison.Ordinal);
        Assert.All(["map.svg", "map.png", "pairs.svg", "pairs.png", "countries.json", "pairs.json"],
            name => Assert.True(File.Exists(directory.File($"out/{name}"))));
    }

    [Fact]
    public async Task The_same_model_gives_the_same_files()
    {
        using var directory = new TemporaryDirectory();
        Task RunAsync() => CommandLine.RunAsync("", "probe", "report", "-m", TestModel.Name, "--out", directory.File("out"));
        async Task<byte[][]> FilesAsync() =>
            await Task.WhenAll(Directory.GetFiles(directory.File("out")).Order().Select(file => File.ReadAllBytesAsync(file)));

        await RunAsync();
        var first = await FilesAsync();
        await RunAsync();

        Assert.Equal(first, await FilesAsync());
    }

    [Fact]
    public async Task The_summary_goes_between_the_comments_and_nowhere_else()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("card.md"), $"before\n{MarkedSection.Begin}\nold\n{MarkedSection.End}\nafter\n",
            TestContext.Current.CancellationToken);

        var (code, _, _) = await CommandLine.RunAsync("", "probe", "report", "-m", TestModel.Name, "--out", directory.File("out"), "--into",
            directory.File("card.md"));

        Assert.Equal(0, code);
        var card = await File.ReadAllTextAsync(directory.File("card.md"), TestContext.Current.CancellationToken);
        Assert.StartsWith($"before\n{MarkedSection.Begin}\nModel ", card, StringComparison.Ordinal);
        Assert.EndsWith($"{MarkedSection.End}\nafter\n", card, StringComparison.Ordinal);
        Assert.DoesNotContain("old", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_the_comments_says_which_to_put_there()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("card.md"), "text", TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "probe", "report", "-m", TestModel.Name, "--out",
            directory.File("out"), "--into",
            directory.File("card.md"));

        Assert.Equal(1, code);
        Assert.Contains(MarkedSection.Begin, error, StringComparison.Ordinal);
        Assert.Equal("text", await File.ReadAllTextAsync(directory.File("card.md"), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(directory.File("out"))); // refused before the probe
    }

    [Fact]
    public async Task Pairs_that_the_report_would_overwrite_are_refused()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("pairs.json"), "pairs", TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "probe", "report", "-m", TestModel.Name, "--out", directory.Path, "--pairs",
            directory.File("pairs.json"));

        Assert.Equal(1, code);
        Assert.Contains($"--pairs {directory.File("pairs.json")} would be overwritten by --out", error, StringComparison.Ordinal);
        Assert.Equal("pairs", await File.ReadAllTextAsync(directory.File("pairs.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_report_includes_the_evaluation()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("data.tsv"), "sentence\tlabel\nA wonderful film.\t1\nA dreadful film.\t0\n",
            TestContext.Current.CancellationToken);
        await CommandLine.RunAsync("", "evaluate", "--model", TestModel.Name, "--data", directory.File("data.tsv"), "--json",
            directory.File("evaluation.json"));

        var (code, _, error) = await CommandLine.RunAsync("", "probe", "report", "-m", TestModel.Name, "--out",
            directory.File("out"), "--evaluation",
            directory.File("evaluation.json"));

        Assert.True(code == 0, error);
        Assert.Contains("On data.tsv, 2 texts",
            await File.ReadAllTextAsync(directory.File("out/report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"model\":\"x\",\"modelSha256\":\"0000000000000000\",\"data\":\"d\",\"texts\":1,\"metrics\":{}}", "another model")]
    [InlineData("{}", "holds no evaluation")]
    [InlineData("no json", "is not what")]
    public async Task An_evaluation_of_another_model_is_refused(string json, string reason)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("evaluation.json"), json, TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "probe", "report", "-m", TestModel.Name, "--out",
            directory.File("out"), "--evaluation",
            directory.File("evaluation.json"));

        Assert.Equal(1, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_of_a_card_are_its_sections_on_limits()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("README.md"),
            $"# Card\n\n## Use\n\nAny.\n\n## Known limits\n\nEnglish " +
            $"only.\n\n{MarkedSection.Begin}\n### bias\n{MarkedSection.End}\n\n## Data\n\nSome.\n");

        Assert.Equal("## Known limits\n\nEnglish only.", ModelCard.Limits(directory.Path));
    }

    [Fact]
    public void A_card_without_such_sections_gives_its_lines_on_limits()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("README.md"), "# Card\n\nFine.\nKnown weakness: negation.\n");

        Assert.Equal("Known weakness: negation.", ModelCard.Limits(directory.Path));
    }

    [GeneratedRegex("<svg ")]
    private static partial Regex Svg();

    [GeneratedRegex("(src|href|url)\\s*[=(]")]
    private static partial Regex Reference();
}
