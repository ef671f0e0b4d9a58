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

    public void Dispose() => directory.Dispose();
}
