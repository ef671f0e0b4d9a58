using Sentiment.Inference;

namespace Sentiment.Cli.Tests.Models;

/// <summary>A text for which a model gives a result that is not a number costs only its own score.</summary>
public sealed class NoResultTests : IDisposable
{
    private static readonly string[] Good = ["a", "a much longer text than the first one, so that the first is padded", "b"];

    private readonly TemporaryDirectory directory = new();
    private readonly string model;

    public NoResultTests()
    {
        model = SmallModel.Write(directory);
        SmallModel.AddToLogits(model, "film", float.NaN, float.NaN);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_a_text_whose_logits_are_not_numbers_has_no_score()
    {
        await using var engine = new SentimentEngine(SentimentModel.Load(model));
        Assert.True(engine.Model.IsBatchInvariant);

        // The second time, the others come from the cache, and this one does not.
        for (var i = 0; i < 2; i++)
        {
            Task<SentimentScore>[] calls = [.. Good.Append("a good film").Select(text => engine.ScoreAsync(text, Stop).AsTask())];

            var error = await Assert.ThrowsAsync<UnscorableTextException>(() => calls[^1]);
            Assert.Contains("not a number", error.Message, StringComparison.Ordinal);
            Assert.All(await Task.WhenAll(calls[..^1]), score => Assert.True(float.IsFinite(score.Score)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public async Task A_call_that_allows_gaps_gives_every_other_text_its_score(int megabytes)
    {
        var options = new InferenceOptions { CacheMegabytes = megabytes, QueueTexts = 3 }; // in parts
        await using var engine = new SentimentEngine(SentimentModel.Load(model), options);
        string[] texts = ["a", "a good film", "a good film", "good", "bad", "film", "a", "great"];

        var scores = await engine.ScoreEachAsync(texts, cancellationToken: Stop);

        Assert.Equal(texts.Select(text => text.Contains("film", StringComparison.Ordinal)), scores.Select(score => score is null));
        foreach (var (text, score) in texts.Zip(scores))
        {
            if (score is not null) Assert.Equal((await engine.ScoreAsync(text, Stop)).Score, score.Score, 4);
        }

        await Assert.ThrowsAsync<UnscorableTextException>(async () => await engine.ScoreAsync(texts, Stop));
    }

    [Fact]
    public async Task The_main_of_two_models_scores_a_text_for_which_the_first_has_no_result()
    {
        var main = SmallModel.Write(directory, seed: 2);
        await using var both = await SentimentEngine.LoadAsync(new() { Model = main, FirstModel = model, FirstModelThreshold = 0 }, Stop);

        var scores = await both.ScoreAsync([.. Good, "a good film"], Stop);

        string[] deciders = ["plain-1", "plain-1", "plain-1", "plain-2"];
        Assert.Equal(deciders, scores.Select(score => score.DecidedBy!.Name));
        Assert.Equal("plain-2", (await both.ScoreAsync("a good film", Stop)).DecidedBy!.Name);
    }

    [Fact]
    public async Task Score_gives_the_reason_in_the_line_of_the_text()
    {
        var (code, output, error) = await CommandLine.RunAsync("", "score", "--model", model, "a", "a good film", "b");

        Assert.Equal(0, code);
        Assert.Equal([false, true, false], output.Lines().Select(line => line.StartsWith("ERROR\t", StringComparison.Ordinal)));
        Assert.Contains("not a number", output.Lines()[1], StringComparison.Ordinal);
        Assert.Contains("1 of 3 texts have no score", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_names_the_line_of_the_text_and_leaves_it_out()
    {
        await File.WriteAllTextAsync(directory.File("data.csv"), "text,label\na,1\na good film,1\nb,0\n", Stop);

        var (code, output, error) = await CommandLine.RunAsync("", "evaluate", "--model", model, "--data", directory.File("data.csv"));

        Assert.True(code == 0, error);
        Assert.Contains("2 texts, 1 positive", output, StringComparison.Ordinal);
        Assert.Contains("1 more texts have no result", output, StringComparison.Ordinal);
        Assert.Contains("data.csv, line 3: ", error, StringComparison.Ordinal);
        Assert.Contains("not a number", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cascade_names_the_line_of_a_text_for_which_the_main_model_has_no_result(bool isMain)
    {
        var other = SmallModel.Write(directory, seed: 2);
        // Models that always agree, so that there is a threshold.
        SmallModel.AddToLogits(model, "good", 0, 100);
        SmallModel.AddToLogits(other, "good", 0, 100);
        var (first, main) = isMain ? (other, model) : (model, other);
        await File.WriteAllLinesAsync(directory.File("texts.txt"), [.. Enumerable.Repeat("a good book", 400), "a good film"], Stop);

        var (code, output, error) = await CommandLine.RunAsync(
            "", "cascade", first, main, "--data", directory.File("texts.txt"), "--agreement", "0.9");

        Assert.True(code == 0, error);
        Assert.Contains($"threshold set on {(isMain ? 400 : 401)} texts", output, StringComparison.Ordinal);
        Assert.Equal(isMain, error.Contains("texts.txt, line 401: The model gave a result that is not a number", StringComparison.Ordinal));
    }

    public void Dispose() => directory.Dispose();
}
