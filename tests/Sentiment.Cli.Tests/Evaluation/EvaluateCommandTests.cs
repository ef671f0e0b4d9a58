using System.Globalization;
using System.Text.Json;

namespace Sentiment.Cli.Tests.Evaluation;

public class EvaluateCommandTests
{
    private const string Four =
        "sentence\tlabel\nA wonderful film.\t1\nA dreadful film.\t0\nwonderful , wonderful\t0\nboring and terrible\t0\n";

    [Fact]
    public async Task All_figures_are_printed_and_written_as_JSON()
    {
        using var directory = await DirectoryWithAsync(Four);
        var (code, output, _) = await RunAsync(directory, "--json", directory.File("report.json"));

        Assert.Equal(0, code);
        Assert.Contains("accuracy     0.7500", output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(directory.File("report.json"), TestContext.Current.CancellationToken));
        var metrics = json.RootElement.GetProperty("metrics");
        Assert.Equal(0.75, metrics.GetProperty("accuracy").GetProperty("value").GetDouble());
        Assert.Equal(0.5, metrics.GetProperty("precision").GetProperty("value").GetDouble());
        Assert.Equal(1, metrics.GetProperty("recall").GetProperty("value").GetDouble());
        Assert.Equal(4, json.RootElement.GetProperty("texts").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("confusion").GetProperty("falsePositives").GetInt32());
        Assert.Equal(64, json.RootElement.GetProperty("modelSha256").GetString()!.Length);
        Assert.Equal(0.9106, json.RootElement.GetProperty("published").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public async Task Misclassified_texts_are_written_with_their_line()
    {
        using var directory = await DirectoryWithAsync(Four);
        await RunAsync(directory, "--errors", directory.File("wrong.jsonl"));

        using var wrong = JsonDocument.Parse(
            Assert.Single(await File.ReadAllLinesAsync(directory.File("wrong.jsonl"), TestContext.Current.CancellationToken)));
        Assert.Equal(4, wrong.RootElement.GetProperty("line").GetInt32());
        Assert.Equal("wonderful , wonderful", wrong.RootElement.GetProperty("text").GetString());
        Assert.Equal("NEGATIVE", wrong.RootElement.GetProperty("label").GetString());
        Assert.Equal("POSITIVE", wrong.RootElement.GetProperty("said").GetString());
    }

    [Fact]
    public async Task A_run_that_fails_leaves_the_misclassified_texts_of_an_earlier_one()
    {
        using var directory = await DirectoryWithAsync("sentence\tlabel\na dreadful film\t1\na dreadful film\t5\n");
        await File.WriteAllTextAsync(directory.File("wrong.jsonl"), "of an earlier run", TestContext.Current.CancellationToken);

        var (code, _, error) = await RunAsync(directory, "--errors", directory.File("wrong.jsonl"));

        Assert.Equal(1, code);
        Assert.Contains("line 3", error, StringComparison.Ordinal);
        Assert.Equal("of an earlier run",
            await File.ReadAllTextAsync(directory.File("wrong.jsonl"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--errors")]
    [InlineData("--json")]
    public async Task The_labelled_texts_are_never_overwritten(string option)
    {
        using var directory = await DirectoryWithAsync(Four);
        var (code, _, error) = await RunAsync(directory, option, directory.File("data.tsv"));

        Assert.Equal(1, code);
        Assert.Contains("data.tsv would be overwritten", error, StringComparison.Ordinal);
        Assert.Equal(Four, await File.ReadAllTextAsync(directory.File("data.tsv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_files_of_one_name_are_refused()
    {
        using var directory = await DirectoryWithAsync(Four);
        var file = directory.File("out.json");

        var (code, output, error) = await RunAsync(directory, "--errors", file, "--json", Path.Combine(directory.Path, ".", "out.json"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("out.json would be overwritten by --json", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("--errors", "data.tsv/wrong.jsonl")] // in a file instead of a directory
    [InlineData("--json", "data.tsv/report.json")]
    [InlineData("--plots", "data.tsv")]
    [InlineData("--json", "")] // a directory
    public async Task A_file_that_cannot_be_written_is_refused_before_scoring(string option, string file)
    {
        using var directory = await DirectoryWithAsync(Four);

        // Scoring would end in another error: there is no such model.
        var (code, _, error) = await RunAsync(directory, "--model", directory.File("none"), option, directory.File(file));

        Assert.Equal(1, code);
        Assert.StartsWith($"sentiment: {option} {directory.File(file)}", error, StringComparison.Ordinal);
        Assert.Contains("cannot be written", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_may_only_be_read_is_refused_and_stays_as_it_is()
    {
        Assert.SkipWhen(!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess, "The root user may write every file.");
        using var directory = await DirectoryWithAsync(Four);
        var file = directory.File("report.json");
        await File.WriteAllTextAsync(file, "of an earlier run", TestContext.Current.CancellationToken);
        File.SetAttributes(file, FileAttributes.ReadOnly);

        var (code, _, error) = await RunAsync(directory, "--model", directory.File("none"), "--json", file);

        File.SetAttributes(file, FileAttributes.Normal);
        Assert.Equal(1, code);
        Assert.Contains("report.json cannot be written", error, StringComparison.Ordinal);
        Assert.Equal("of an earlier run", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_directories_of_the_files_are_made()
    {
        using var directory = await DirectoryWithAsync(Four);

        var (code, _, error) = await RunAsync(
            directory, "--json", directory.File("a/b/report.json"), "--errors", directory.File("c/wrong.jsonl"));

        Assert.True(code == 0, error);
        Assert.Equal(["report.json"], Directory.GetFileSystemEntries(directory.File("a/b")).Select(Path.GetFileName));
        Assert.Equal(["wrong.jsonl"], Directory.GetFileSystemEntries(directory.File("c")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_run_that_fails_leaves_no_file()
    {
        using var directory = await DirectoryWithAsync("sentence\tlabel\na dreadful film\t5\n");

        var (code, _, _) = await RunAsync(
            directory, "--json", directory.File("report.json"), "--errors", directory.File("wrong.jsonl"));

        Assert.Equal(1, code);
        Assert.Equal([directory.File("data.tsv")], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Diagrams_are_drawn_as_PNG_and_SVG()
    {
        using var directory = await DirectoryWithAsync(Four);
        var (code, _, _) = await RunAsync(directory, "--plots", directory.File("plots"));

        Assert.Equal(0, code);
        foreach (var name in (string[])["reliability", "coverage", "roc"])
        {
            var png = await File.ReadAllBytesAsync(directory.File($"plots/{name}.png"), TestContext.Current.CancellationToken);
            Assert.Equal("PNG"u8.ToArray(), png[1..4]);
            Assert.Contains("<svg", await File.ReadAllTextAsync(directory.File($"plots/{name}.svg"), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_class_draws_no_ROC_curve_and_still_succeeds()
    {
        using var directory = await DirectoryWithAsync("sentence\tlabel\nwonderful\t1\n");
        var (code, output, _) = await RunAsync(directory, "--plots", directory.File("plots"), "--json", directory.File("report.json"));

        Assert.Equal(0, code);
        Assert.Contains("Only one class", output, StringComparison.Ordinal);
        Assert.False(File.Exists(directory.File("plots/roc.png")));
        Assert.Contains("\"auc\": {\n      \"value\": null",
            (await File.ReadAllTextAsync(directory.File("report.json"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_threshold_for_an_accuracy_is_one_that_gives_it()
    {
        using var directory = await DirectoryWithAsync(Four);
        var (_, output, _) = await RunAsync(directory, "--accuracy", "0.75");
        Assert.Contains("gives an accuracy of 0.7500 on 100.0 % of these texts.", output, StringComparison.Ordinal);

        (var code, _, var error) = await RunAsync(directory, "--accuracy", "95");
        Assert.Equal(1, code);
        Assert.Contains("--accuracy is 95", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "accuracy=0.75")]
    [InlineData(0, "accuracy=0.755")]
    [InlineData(0, "ACCURACY=0.75", "--expect", "recall=1")]
    [InlineData(1, "accuracy=0.756")]
    [InlineData(1, "accuracy=0.75", "--expect", "recall=0.9")]
    [InlineData(0, "accuracy=0.7", "--tolerance", "0.05")]
    [InlineData(1, "published")]
    public async Task A_figure_outside_its_tolerance_fails(int expected, params string[] options)
    {
        using var directory = await DirectoryWithAsync(Four);
        var (code, _, error) = await RunAsync(directory, ["--expect", .. options]);

        Assert.Equal(expected, code);
        Assert.Equal(expected == 1, error.Contains("was expected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decimal_options_have_a_point_whatever_the_culture_of_the_machine()
    {
        using var directory = await DirectoryWithAsync(Four);
        CultureInfo.CurrentCulture = new CultureInfo("de-DE"); // There, the point separates thousands: 0.005 is 5.

        var (code, _, error) = await RunAsync(directory, "--expect", "accuracy=0.756", "--tolerance", "0.005");

        Assert.Equal(1, code);
        Assert.Contains("+- 0.005 was expected", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_area_that_is_not_defined_fails_its_expectation()
    {
        using var directory = await DirectoryWithAsync("sentence\tlabel\nwonderful\t1\n");
        var (code, _, error) = await RunAsync(directory, "--expect", "auc=0.9");

        Assert.Equal(1, code);
        Assert.Contains("auc is not defined", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acuracy=0.9")]
    [InlineData("accuracy")]
    [InlineData("accuracy=high")]
    public async Task A_mistyped_expectation_is_refused_before_scoring(string expectation)
    {
        using var directory = await DirectoryWithAsync(Four);
        var (code, output, error) = await RunAsync(directory, "--expect", expectation);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(expectation, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sentence\tlabel\n", "no labelled text")]
    [InlineData("", "empty")]
    [InlineData("sentence\tlabel\ngood\t5\n", "line 2")]
    public async Task Data_that_cannot_be_evaluated_is_an_error(string content, string reason)
    {
        using var directory = await DirectoryWithAsync(content);
        var (code, _, error) = await RunAsync(directory);

        Assert.Equal(1, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    private static async Task<TemporaryDirectory> DirectoryWithAsync(string content)
    {
        var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("data.tsv"), content, TestContext.Current.CancellationToken);
        return directory;
    }

    private static Task<(int Code, string Out, string Error)> RunAsync(TemporaryDirectory directory, params string[] options) =>
        CommandLine.RunAsync("", ["evaluate", "--data", directory.File("data.tsv"), .. options]);
}
