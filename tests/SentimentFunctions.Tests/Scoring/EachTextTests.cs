using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Tests.Scoring;

public sealed class EachTextTests
{
    [Theory]
    [InlineData("good", "bad", "fine", "bad", "nice")]
    [InlineData("bad", "bad")]
    [InlineData("bad")]
    [InlineData("good", "fine")]
    public async Task Only_a_text_without_a_result_has_no_score(params string[] texts)
    {
        var scores = await EachText.ScoreAsync(texts, ScoreAsync);

        Assert.Equal(texts, scores.Select(score => score.Label.Length > 0 ? score.Label : "bad"));
        Assert.Equal(
            texts.Select(text => text == "bad" ? "no_result" : null), scores.Select(score => TextValidation.Of(score)?.Code));
    }

    [Fact]
    public async Task Other_errors_are_those_of_the_whole_call() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => EachText.ScoreAsync(["good", "fine"], _ => throw new InvalidOperationException()));

    private static Task<SentimentScore[]> ScoreAsync(IReadOnlyList<string> texts) => texts.Contains("bad")
        ? Task.FromException<SentimentScore[]>(new UnscorableTextException())
        : Task.FromResult(texts.Select(text =>
            new SentimentScore(text, 1, new Dictionary<string, float>(), Tokens: 3, Truncated: false, Unknown: 0)).ToArray());
}
