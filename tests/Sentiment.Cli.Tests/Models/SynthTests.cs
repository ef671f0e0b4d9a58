using Sentiment.Inference;
using Sentiment.Models.Onnx;

namespace Sentiment.Cli.Tests;

public class SynthTests
{
    private static readonly string[] Size = ["--layers", "2", "--hidden", "32", "--heads", "2", "--feed-forward", "64", "--vocabulary",
        "1200", "--positions", "40", "--labels", "3"];

    [Fact]
    public async Task A_model_of_the_wanted_size_is_written_and_can_be_scored_with()
    {
        using var directory = new TemporaryDirectory();
        var (code, output, _) = await CommandLine.RunAsync("", ["model", "synth", directory.File("model"), .. Size]);

        Assert.Equal(0, code);
        Assert.Contains(directory.File("model"), output, StringComparison.Ordinal);
        using var model = SentimentModel.Load(directory.File("model"));
        Assert.Equal((40, 1200), (model.Info.MaxTokens, model.Tokenizer.VocabularySize));
        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2"], model.Info.Labels);
        Assert.All(model.Logits(["good", "bad"]).SelectMany(row => row), logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public async Task The_seed_decides_the_weights()
    {
        using var directory = new TemporaryDirectory();
        foreach (var (name, seed) in new[] { ("a", "7"), ("b", "7"), ("c", "8") })
            await CommandLine.RunAsync("", ["model", "synth", directory.File(name), "--seed", seed, .. Size]);

        Assert.Equal(Bytes("a"), Bytes("b"));
        Assert.NotEqual(Bytes("a"), Bytes("c"));

        byte[] Bytes(string name) => File.ReadAllBytes(directory.File($"{name}/model.onnx"));
    }

    [Fact]
    public async Task A_directory_with_something_in_it_is_not_overwritten()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("precious.txt"), "mine", TestContext.Current.CancellationToken);

        var (code, _, error) = await CommandLine.RunAsync("", ["model", "synth", directory.Path, .. Size]);

        Assert.Equal(1, code);
        Assert.Contains(directory.Path, error, StringComparison.Ordinal);
        Assert.Equal(["precious.txt"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Impossible_sizes_are_refused()
    {
        using var directory = new TemporaryDirectory();
        var (code, _, error) = await CommandLine.RunAsync("", "model", "synth", directory.File("model"), "--hidden", "100", "--heads", "3");

        Assert.Equal(1, code);
        Assert.Contains("multiple", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("--hidden", "120000")] // a table of 3.7 billion weights
    [InlineData("--vocabulary", "2000000000")]
    [InlineData("--feed-forward", "2000000000")]
    public async Task Sizes_that_no_ONNX_file_has_room_for_are_refused(string option, string size)
    {
        using var directory = new TemporaryDirectory();
        var (code, _, error) = await CommandLine.RunAsync("", "model", "synth", directory.File("model"), option, size);

        Assert.Equal(1, code);
        Assert.Contains("room for 500,000,000. Choose smaller sizes.", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void The_parameters_are_counted_as_they_are_written()
    {
        using var directory = new TemporaryDirectory();
        var graph = OnnxFile.Read(Path.Combine(SmallModel.Write(directory), "model.onnx")).Graph;
        var weights = graph.Initializer.Where(tensor => tensor.DataType == TensorReader.Float && tensor.Dims.Count > 0);

        Assert.Equal(weights.Sum(tensor => tensor.Dims.Aggregate(1.0, (product, size) => product * size)),
            SmallModel.ModelDimensions.Parameters);
    }
}
