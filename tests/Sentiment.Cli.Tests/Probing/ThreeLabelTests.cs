using System.Text.Json;

namespace Sentiment.Cli.Tests.Probing;

/// <summary>With more than two labels, a label can change although no text is positive.</summary>
public sealed class ThreeLabelTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string model;

    public ThreeLabelTests()
    {
        model = SmallModel.WriteWithThreeLabels(directory);
        // The word "from" is stronger than "film".
        SmallModel.AddToLogits(model, "film", 100, 0, 0);
        SmallModel.AddToLogits(model, "from", 0, 200, 0);
    }

    [Fact]
    public async Task A_pair_flips_from_negative_to_neutral()
    {
        await File.WriteAllTextAsync(directory.File("own.csv"), "first,second\na film,a film from\na film,a good film\n",
            TestContext.Current.CancellationToken);

        var report = await ReportAsync("pairs", directory.File("own.csv"));

        Assert.Equal(1, report.GetProperty("groups")[0].GetProperty("flips").GetInt32());
        Assert.Single(report.GetProperty("worstPairs").EnumerateArray(), pair => pair.GetProperty("flips").GetBoolean());
    }

    [Fact]
    public async Task A_country_flips_from_negative_to_neutral()
    {
        var report = await ReportAsync("countries", "--template", "A film[ from {country}]");

        Assert.Equal(report.GetProperty("countries").GetArrayLength(), report.GetProperty("labelFlips").GetInt32());
    }

    public void Dispose() => directory.Dispose();

    private async Task<JsonElement> ReportAsync(params string[] probe)
    {
        var file = directory.File("report.json");
        var (code, _, error) = await CommandLine.RunAsync("", ["probe", .. probe, "-m", model, "--json", file]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement[0];
    }
}
