using System.Globalization;
using Sentiment.Simulation.Commands;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Output;
using Sentiment.Simulation.Tests.Support;

namespace Sentiment.Simulation.Tests.Output;

public sealed class CommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("simulation-").FullName;

    [Fact]
    public void The_document_shows_the_shipped_figures()
    {
        var text = File.ReadAllText(Path.Combine(Data.Repository, "docs", "scaling.md"));
        var list = File.ReadAllText(Path.Combine(Data.Repository, "docs", "scaling-figures.md"));

        // If these differ: dotnet run --project tools/Sentiment.Simulation -- docs
        Assert.Equal(DocsCommand.Write(text, Data.Figures, Scenario.Standard(Data.Figures)), text);
        Assert.Equal(DocsCommand.WriteFigures(list, Data.Figures), list);
    }

    [Fact]
    public void Every_table_of_speeds_shows_the_figures_that_ship() =>
        Assert.All(SpeedTables.Of(FigureSet.Measured), table =>
        {
            var text = File.ReadAllText(Path.Combine(Data.Repository, table.Document));

            // If these differ: dotnet run --project tools/Sentiment.Simulation -- docs
            Assert.Equal(MarkedPart.Replace(text, table.Part, table.Table), text);
        });

    [Fact]
    public void Every_picture_of_the_document_exists()
    {
        var docs = Path.Combine(Data.Repository, "docs");
        var pictures = File.ReadAllText(Path.Combine(docs, "scaling.md")).Split("](scaling/").Skip(1)
            .Select(rest => rest.Split(')')[0]).ToArray();

        Assert.Equal(["file.png", "steady.png", "wave.png"], pictures);
        Assert.All(pictures, picture => Assert.True(File.Exists(Path.Combine(docs, "scaling", picture))));
    }

    [Fact]
    public void A_run_prints_its_result_and_draws_it()
    {
        var picture = Path.Combine(folder, "run.png");
        string[] run = ["run", "--trigger", "queue", "--model", "int8", "--pattern", "burst", "--reviews", "10000", "--seconds", "10"];
        var (code, output, _) = Run([.. run, "--out", picture]);

        Assert.Equal(0, code);
        Assert.Contains("| burst | int8 | 10,000 |", output, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(picture)[..4]);
    }

    [Fact]
    public void A_wave_is_a_whole_day_unless_another_time_is_given()
    {
        string[] run = ["run", "--trigger", "queue", "--pattern", "wave", "--rate", "10"];

        Assert.Contains("| wave | small | 432,000 |", Run(run).Output, StringComparison.Ordinal);
        Assert.Contains("| wave | small | 216,000 |", Run([.. run, "--seconds", "43200"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_can_be_overridden_on_the_command_line()
    {
        string[] run = ["run", "--trigger", "csv", "--model", "fp32", "--pattern", "burst", "--reviews", "1000000", "--seconds", "60"];

        Assert.NotEqual(Run(run).Output, Run([.. run, "--set", "fp32.reviewsPerSecondPerCore=100"]).Output);
    }

    [Fact]
    public void Decimal_options_have_a_point_whatever_the_culture_of_the_machine()
    {
        CultureInfo.CurrentCulture = new CultureInfo("de-DE"); // There, the point separates thousands: 0.5 is 5.

        var (_, output, _) = Run("run", "--trigger", "queue", "--rate", "0.5", "--seconds", "100");

        Assert.Contains("| steady | small | 50 |", output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_file_is_run_and_drawn_to_its_last_row()
    {
        var picture = Path.Combine(folder, "file.png");
        var (code, output, _) = Run("run", "--trigger", "csv", "--pattern", "file", "--reviews", "1000001", "--out", picture);

        Assert.Equal(0, code);
        Assert.Contains("| file | small | 1,000,001 |", output, StringComparison.Ordinal);
        Assert.True(File.Exists(picture));
    }

    [Theory]
    [InlineData("run", "--trigger", "window")]
    [InlineData("run", "--trigger", "queue", "--pattern", "file")]
    [InlineData("run", "--trigger", "http", "--step", "0")]
    [InlineData("run", "--trigger", "http", "--always-ready", "-1")]
    [InlineData("run", "--trigger", "http", "--model", "gpt")]
    [InlineData("tables", "--set", "no.such=1")]
    [InlineData("docs", "--repository", "no-such-folder")]
    public void Invalid_arguments_are_refused_with_a_reason(params string[] arguments)
    {
        var (code, output, error) = Run(arguments);

        Assert.Equal(1, code);
        Assert.NotEqual("", error);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_without_the_generated_section_is_refused() =>
        Assert.Contains(
            "<!-- capacity -->",
            Assert.Throws<FormatException>(() => DocsCommand.Write("# Scaling", Data.Figures, [])).Message,
            StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (SimulationCli.Run(arguments, output, error), output.ToString(), error.ToString());
    }
}
