using Sentiment.Cli.Cascading;

namespace Sentiment.Cli.Tests;

public class CascadeCommandTests
{
    [Fact]
    public async Task The_threshold_gain_and_agreement_of_two_models_are_reported()
    {
        using var directory = new TemporaryDirectory();
        var texts = Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? $"Lovely and great, number {i}." : $"It was the {i}th time, awful.");
        await File.WriteAllLinesAsync(directory.File("texts.txt"), texts, TestContext.Current.CancellationToken);
        var onnx = Path.Combine(TestModel.Directory, "model.onnx");

        var (code, output, error) = await CommandLine.RunAsync("", "cascade",
            Path.GetRelativePath(Environment.CurrentDirectory, onnx), "sentiment-small", "--data", directory.File("texts.txt"),
            "--agreement", "0.9");

        Assert.True(code == 0, error);
        Assert.Contains("threshold set on 400 texts", output, StringComparison.Ordinal);
        Assert.Matches(@"decided by sentiment-tiny +\d\.\d{4}  \d\.\d{4} - \d\.\d{4}", output);
        Assert.Matches(@"label of sentiment-small +\d\.\d{4}", output);
        Assert.Matches(@"gain +\d+\.\d\d", output);
        Assert.Contains($"Sentiment__FirstModel={onnx}", output, StringComparison.Ordinal);
        Assert.Matches(@"Sentiment__FirstModelThreshold=0\.\d+", output);
    }

    [Theory]
    [InlineData("sentiment-small", "POSITIVE", "is also called sentiment-small")]
    [InlineData("another", "GOOD", "GOOD")]
    public async Task Models_that_cannot_run_in_a_row_are_refused_before_they_score(string name, string label, string reason)
    {
        using var directory = new TemporaryDirectory();
        var first = Directory.CreateDirectory(directory.File(name)).FullName;
        foreach (var file in Directory.EnumerateFiles(TestModel.Directory)) File.Copy(file, Path.Combine(first, Path.GetFileName(file)));
        var config = Path.Combine(first, "config.json");
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken))
            .Replace("POSITIVE", label, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        // Scoring these would end in another error: they are too few.
        await File.WriteAllLinesAsync(directory.File("texts.txt"), ["fine", "bad", "good", "poor"], TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "cascade", first, "sentiment-small", "--data", directory.File("texts.txt"));

        Assert.Equal(1, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains($"{first} cannot run before sentiment-small", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_texts_are_refused()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllLinesAsync(directory.File("texts.txt"), ["fine", "bad", "good", "poor"], TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync(
            "", "cascade", "sentiment-tiny", "sentiment-small", "--data", directory.File("texts.txt"));

        Assert.Equal(1, code);
        Assert.Contains("too few texts", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,fine\n2,\n3,bad\n4,good\n5,\n6,poor\n", "texts.csv: 2 of 6 rows are left out. Line 3: The text is empty or blank.")]
    [InlineData("1,fine\n2,\n", "texts.csv contains 1 texts; a few thousand are needed. 1 of 2 rows are left out. Line 3: ")]
    public async Task Rows_that_cannot_be_scored_are_counted_with_a_reason(string rows, string said)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("texts.csv"), "id,text\n" + rows, TestContext.Current.CancellationToken);

        var (_, _, error) = await CommandLine.RunAsync(
            "", "cascade", "sentiment-tiny", "sentiment-small", "--data", directory.File("texts.csv"));

        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_threshold_is_the_lowest_that_agrees_with_confidence()
    {
        // The confident half agrees. Below 0.75 every tenth text does not.
        PairedScore[] scores = [.. Enumerable.Range(0, 10_000).Select(i => new PairedScore(0.5f + i / 20_000f, i >= 5_000 || i % 10 > 0))];

        var threshold = CascadeTrial.Threshold(scores, 0.99)!.Value;

        var effect = CascadeTrial.Report(scores, threshold);
        Assert.InRange(threshold, 0.70, 0.72); // Wilson's lower bound is 0.99 at about 80 of 10,000.
        Assert.True(effect.Agreement.Low >= 0.99);
        Assert.True(CascadeTrial.Report(scores, threshold - 0.005).Agreement.Low < 0.99);
        Assert.Equal(effect.DecidedFirst.Value!.Value, scores.Count(score => score.Confidence >= threshold) / 10_000d, 9);
    }

    [Fact]
    public void The_reported_shares_are_those_of_texts_that_the_threshold_was_not_set_on()
    {
        // All texts agree but those of the first fifth, whose own threshold would be higher.
        PairedScore[] scores = [.. Enumerable.Range(0, 10_000).Select(i => new PairedScore(0.5f + i / 20_000f, i % 5 != 0))];

        var effect = CascadeTrial.CrossValidate(scores, 0.99);

        // The first fifth is decided completely, and wrongly. The others see its texts, and get a threshold that few texts reach.
        Assert.InRange(effect.DecidedFirst.Value!.Value, 0.2, 0.24);
        Assert.Equal(0.8, effect.Agreement.Value!.Value, 3);
    }

    [Fact]
    public void A_part_without_a_threshold_is_left_to_the_main_model()
    {
        PairedScore[] scores = [.. Enumerable.Range(0, 10).Select(i => new PairedScore(0.9f, Agrees: true))];

        var effect = CascadeTrial.CrossValidate(scores, 0.99);

        Assert.Equal(0, effect.DecidedFirst.Value);
        Assert.Equal(1, effect.Agreement.Value);
    }
}
