using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Tests.Support;

namespace Sentiment.Simulation.Tests.Output;

public sealed class FigureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figures-").FullName;

    [Fact]
    public void Every_shipped_figure_has_a_description_and_a_source() =>
        Assert.All(Data.Figures.All, pair => Assert.True(pair.Value.Source.Length > 5 && pair.Value.Unit.Length > 0, pair.Key));

    [Theory]
    [InlineData("""{ "a": { "value": 1, "unit": "s", "kind": "guessed", "source": "x" } }""", "kind")]
    [InlineData("""{ "a": { "value": 1, "unit": "s", "kind": "assumed", "source": " " } }""", "source")]
    [InlineData("""{ "a": { "value": -1, "unit": "s", "kind": "assumed", "source": "x" } }""", "not negative")]
    [InlineData("""{ "a": { "unit": "s", "kind": "assumed", "source": "x" } }""", "value")]
    [InlineData("{", "cannot be read")]
    public void An_invalid_figure_is_refused_with_the_reason(string json, string reason)
    {
        var exception = Assert.Throws<FigureException>(() => FigureSet.Load(Write("figures.json", json)));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("figures.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_in_the_error() =>
        Assert.Contains("none.json", Assert.Throws<FigureException>(() => FigureSet.Load(Path.Combine(folder, "none.json"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_member_of_the_measured_figures_is_named_in_the_error()
    {
        var file = Write("measured.json", """
            {
              "machine": "a machine", "cores": 2, "day": "2026-11-27", "embedded": [], "compared": [],
              "starts": [{
                "model": "a", "runtime": 1, "firstScore": 3, "medianTotal": 4, "tokenizer": 5, "session": 6, "usualHeapSession": 7
              }]
            }
            """);

        var exception = Assert.Throws<FigureException>(() => MeasuredFigures.Read(file));

        Assert.Contains("measured.json", exception.Message, StringComparison.Ordinal);
        Assert.Contains("engine", exception.Message, StringComparison.Ordinal);
        Assert.Empty(MeasuredFigures.Read(file, without: ["starts"]).Starts);
    }

    [Fact]
    public void Only_what_was_measured_is_written()
    {
        var file = Path.Combine(folder, "measured.json");
        new MeasuredFigures("a machine", 2, new(2026, 11, 27), [], [], [new("a", 1, 2, 3, 4, 5, 6, 7)]).Write(file);

        var text = File.ReadAllText(file);

        Assert.DoesNotContain("\"where\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"total\"", text, StringComparison.Ordinal);
        Assert.Equal(1 + 2 + 3, Assert.Single(MeasuredFigures.Read(file).Starts).Total);
    }

    [Fact]
    public void A_name_in_two_files_is_refused()
    {
        const string One = """{ "a": { "value": 1, "unit": "s", "kind": "assumed", "source": "x" } }""";

        Assert.Contains("twice", Assert.Throws<FigureException>(() => FigureSet.Load(Write("1.json", One), Write("2.json", One))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_applies_to_one_run_and_is_reported()
    {
        var changed = Data.Figures.With(["instance.cores=8"]);

        Assert.Equal(8, changed["instance.cores"]);
        Assert.Equal("chosen", changed.All.Single(pair => pair.Key == "instance.cores").Value.Kind);
        Assert.NotEqual(8, Data.Figures["instance.cores"]);
    }

    [Theory]
    [InlineData("instance.cores", "name=number")]
    [InlineData("instance.cores=many", "name=number")]
    [InlineData("instance.horses=8", "instance.horses")]
    [InlineData("instance.cores=-8", "not negative")]
    public void An_invalid_override_is_refused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FigureException>(() => Data.Figures.With([text])).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string json)
    {
        File.WriteAllText(Path.Combine(folder, name), json);
        return Path.Combine(folder, name);
    }
}
