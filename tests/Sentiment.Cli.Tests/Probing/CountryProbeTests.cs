using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Sentiment.Cli.Probing.Countries;
using Sentiment.Inference;

namespace Sentiment.Cli.Tests.Probing;

public class CountryProbeTests
{
    [Fact]
    public void Brackets_in_a_template_mark_what_is_left_out_without_a_country()
    {
        var template = CountryTemplate.Parse("This film[, made in {country},] was long.");

        Assert.Equal("This film, made in Chad, was long.", template.With("Chad"));
        Assert.Equal("This film was long.", template.Without);
    }

    [Theory]
    [InlineData("This film was filmed in {country}")]
    [InlineData("This film was filmed[ somewhere]")]
    [InlineData("")]
    public async Task A_template_without_its_brackets_is_refused_with_an_example(string template)
    {
        var (code, _, error) = await CommandLine.RunAsync("", "probe", "countries", "-m", TestModel.Name, "-t", template);

        Assert.Equal(1, code);
        Assert.Contains(CountryTemplate.OfTheModelCard, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_country_gets_the_probability_of_its_sentence()
    {
        using var directory = new TemporaryDirectory();
        var (code, output, _) = await CommandLine.RunAsync("", "probe", "countries", "-m", TestModel.Name, "--json",
            directory.File("countries.json"));

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(directory.File("countries.json"), TestContext.Current.CancellationToken));
        var report = json.RootElement[0];
        var values = report.GetProperty("countries").EnumerateArray()
            .ToDictionary(value => value.GetProperty("code").GetString()!, value => value.GetProperty("positive").GetDouble());
        Assert.Equal(250, values.Count);
        Assert.Equal(values.Values.OrderDescending(), values.Values);
        await using var engine = new SentimentEngine(SentimentModel.Load(TestModel.Directory));
        var expected = await engine.ScoreAsync(["This film was filmed in France", "This film was filmed"],
            TestContext.Current.CancellationToken);
        Assert.Equal(expected[0].Scores["POSITIVE"], values["FRA"], 1e-4);
        Assert.Equal(expected[1].Scores["POSITIVE"], report.GetProperty("baseline").GetDouble(), 1e-4);
        Assert.Contains(values["FRA"].ToString("F4", CultureInfo.InvariantCulture),
            output.Lines().Single(line => line.StartsWith("France ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_templates_are_averaged()
    {
        using var directory = new TemporaryDirectory();
        var (code, _, _) = await CommandLine.RunAsync("", "probe", "countries", "-m", TestModel.Name, "--json",
            directory.File("both.json"), "-t", "A film[ from {country}]", "-t", "Food[ from {country}] is awful");

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(directory.File("both.json"), TestContext.Current.CancellationToken));
        var countries = json.RootElement[0].GetProperty("countries").EnumerateArray().ToList();
        Assert.NotEmpty(countries);
        Assert.All(countries, country =>
        {
            var byTemplate = country.GetProperty("byTemplate").EnumerateArray().Select(one => one.GetDouble()).ToList();
            Assert.Equal(2, byTemplate.Count);
            Assert.Equal(byTemplate.Average(), country.GetProperty("positive").GetDouble(), 1e-9);
        });
    }

    [Fact]
    public async Task Two_models_are_shown_side_by_side_and_on_one_map()
    {
        using var directory = new TemporaryDirectory();
        var other = SmallModel.Write(directory);

        var (code, output, _) = await CommandLine.RunAsync("", "probe", "countries", "-m", TestModel.Directory, "-m", other,
            "--map", directory.File("map.svg"));

        Assert.Equal(0, code);
        Assert.Contains(TestModel.Name, output, StringComparison.Ordinal);
        Assert.Equal(3, output.Lines().Single(line => line.StartsWith("France ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        var titles = XDocument.Load(directory.File("map.svg")).Descendants().Where(element => element.Name.LocalName == "title")
            .Select(title => title.Value).ToList();
        Assert.Equal(2, titles.Count(title => title.StartsWith("France: ", StringComparison.Ordinal)));
        Assert.Equal(2, titles.Count(title => title.StartsWith("Tuvalu: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_map_is_drawn_as_png_too()
    {
        using var directory = new TemporaryDirectory();
        await CommandLine.RunAsync("", "probe", "countries", "-m", TestModel.Name, "--map", directory.File("new/map.png"), "--un-members");

        using var bitmap = SkiaSharp.SKBitmap.Decode(directory.File("new/map.png"));
        Assert.Equal(1500, bitmap.Width);
        var colours = Enumerable.Range(0, bitmap.Width)
            .SelectMany(x => Enumerable.Range(0, bitmap.Height / 8).Select(y => bitmap.GetPixel(x, y * 8))).Distinct().Count();
        Assert.InRange(colours, 50, int.MaxValue);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--map")]
    public async Task A_file_that_cannot_be_written_is_refused_before_the_probe(string option)
    {
        using var directory = new TemporaryDirectory();

        // The probe would end in another error: there is no such model.
        var (code, _, error) = await CommandLine.RunAsync("", "probe", "countries", "-m", directory.File("none"), option, directory.Path);

        Assert.Equal(1, code);
        Assert.Contains($"{option} {directory.Path} cannot be written", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("france=0.5,AFG=0.5", "1", 0)]
    [InlineData("Tuvalu=1,Tuvalu=0", "0.4", 1)]
    public async Task An_expectation_that_is_missed_exits_with_an_error(string expected, string tolerance, int exit)
    {
        var (code, _, error) = await CommandLine.RunAsync("", "probe", "countries", "-m", TestModel.Name, "--expect", expected,
            "--tolerance", tolerance);

        Assert.Equal(exit, code);
        Assert.Equal(exit == 1, error.Contains("Tuvalu is 0.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("atlantis=0.5", "atlantis")]
    [InlineData("france", "COUNTRY=PROBABILITY")]
    [InlineData("france=2", "COUNTRY=PROBABILITY")]
    public async Task An_invalid_expectation_is_named_in_the_error(string expected, string named)
    {
        var (code, _, error) = await CommandLine.RunAsync("", "probe", "countries", "-m", TestModel.Name, "--expect", expected);

        Assert.Equal(1, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }
}
