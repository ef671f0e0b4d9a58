using Sentiment.Inference;
using Sentiment.Models;
using Sentiment.Models.Onnx;

namespace Sentiment.Cli.Tests;

public class OptimiseTests
{
    [Theory]
    [InlineData(1e-4f)]
    [InlineData(1f, "--int8")]
    public async Task An_optimised_model_gives_the_same_answers(float largestDifference, params string[] flags)
    {
        using var directory = new TemporaryDirectory();
        using var plain = SentimentModel.Load(SmallModel.Write(directory));

        var (code, output, error) =
            await CommandLine.RunAsync("", ["model", "optimise", plain.Info.Directory, directory.File("fast"), .. flags]);

        Assert.True(code == 0, error);
        // In int8 a text at the decision boundary may change its label. The command itself refuses more than 2 in 100.
        if (flags.Length == 0) Assert.Contains("0 labels changed", output, StringComparison.Ordinal);
        using var fast = SentimentModel.Load(directory.File("fast"));
        var texts = ReviewTexts.Mixed(50, seed: 5);
        Assert.All(plain.Logits(texts).Zip(fast.Logits(texts)),
            pair => Assert.All(pair.First.Zip(pair.Second),
                logit => Assert.InRange(logit.Second - logit.First, -largestDifference, largestDifference)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_exact_variant_of_any_model_is_exact(int seed)
    {
        using var directory = new TemporaryDirectory();
        var found = ModelOptimizer.Optimize(SmallModel.Write(directory, seed), directory.File("fast"), new Fp32Writer(), Bounds.Exact,
            ReviewTexts.Mixed(60), TestContext.Current.CancellationToken);

        Assert.InRange(found.LargestDifference, 0, 1e-4f);
        Assert.Equal(0, found.Flips);
        Assert.True(found.Steady);
    }

    [Fact]
    public void An_int8_model_is_less_than_half_as_large()
    {
        using var directory = new TemporaryDirectory();
        var plain = SmallModel.Write(directory);
        ModelOptimizer.Optimize(plain, directory.File("fast"), new Int8Writer(), new Bounds(1, 1), ReviewTexts.Mixed(20),
            TestContext.Current.CancellationToken);

        Assert.InRange(new FileInfo(directory.File("fast/model.onnx")).Length, 1,
            new FileInfo(Path.Combine(plain, "model.onnx")).Length / 2);
    }

    [Fact]
    public void A_writer_can_be_used_for_several_models()
    {
        using var directory = new TemporaryDirectory();
        var (plain, linear) = (SmallModel.Write(directory), new Int8Writer());

        foreach (var name in new[] { "first", "second" })
        {
            ModelOptimizer.Optimize(plain, directory.File(name), linear, new Bounds(1, 1), ["one text"],
                TestContext.Current.CancellationToken);
        }

        Assert.Equal(File.ReadAllBytes(directory.File("first/model.onnx")), File.ReadAllBytes(directory.File("second/model.onnx")));
    }

    [Fact]
    public void Two_constants_cannot_have_the_same_name()
    {
        var graph = new GraphWriter("graph");
        graph.Integers("axes", 1, 2);
        graph.Integers("axes", 1, 2);

        var error = Assert.Throws<InvalidOperationException>(() => graph.Integers("axes", 1, 3));
        Assert.Contains("axes", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => graph.Floats("axes", [1, 2], 2));
        Assert.Single(graph.ToModel([]).Graph.Initializer);
    }

    [Fact]
    public async Task A_model_beyond_the_bounds_is_refused_and_nothing_is_written()
    {
        using var directory = new TemporaryDirectory();
        var plain = SmallModel.Write(directory);

        var (code, _, error) = await CommandLine.RunAsync("", "model", "optimise", plain, directory.File("fast"), "--int8",
            "--max-difference", "1e-9");

        Assert.Equal(1, code);
        Assert.Contains("bound 1e-09", error, StringComparison.Ordinal);
        Assert.Equal([plain], Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("\"3\"")]
    [InlineData("null")]
    [InlineData("3.5")]
    public async Task A_number_of_heads_that_is_no_whole_number_is_refused(string heads)
    {
        using var directory = new TemporaryDirectory();
        var plain = SmallModel.Write(directory);
        var config = Path.Combine(plain, "config.json");
        var content = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(config, content.Replace("\"n_heads\": 3", $"\"n_heads\": {heads}", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "model", "optimise", plain, directory.File("fast"));

        Assert.Equal(1, code);
        Assert.Contains("config.json has no whole number \"n_heads\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_optimised_model_cannot_be_optimised_again()
    {
        using var directory = new TemporaryDirectory();
        var plain = SmallModel.Write(directory);
        ModelOptimizer.Optimize(plain, directory.File("fast"), new Int8Writer(), new Bounds(1, 1), ["one text"],
            TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", "model", "optimise", directory.File("fast"), directory.File("faster"));

        Assert.Equal(1, code);
        Assert.Contains("fp32 DistilBERT classifier", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_that_a_caller_adds_changes_nothing()
    {
        using var directory = new TemporaryDirectory();
        ModelOptimizer.Optimize(SmallModel.Write(directory), directory.File("fast"), new Fp32Writer(), Bounds.Exact, ["one text"],
            TestContext.Current.CancellationToken);
        using var session = new ClassifierSession(directory.File("fast/model.onnx"), new InferenceOptions(), 2);
        int[] text = [2, 17, 30, 5, 3], longer = [2, .. Enumerable.Repeat(40, 60), 3];

        var (alone, together) = (new float[2], new float[4]);
        session.Run([text], alone);
        session.Run([longer, text], together);

        Assert.Equal(alone, together[2..]);
    }
}
