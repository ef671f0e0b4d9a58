using Sentiment.Inference;
using Sentiment.Models;

namespace Sentiment.Cli.Tests;

public class ReviewTextsTests
{
    [Theory]
    [InlineData("sentiment-small", 128)]
    [InlineData("sentiment-tiny", 7)]
    public async Task Texts_of_a_length_have_exactly_that_many_tokens(string model, int tokens)
    {
        await using var engine = new SentimentEngine(SentimentModel.Load(model));

        var scores = await engine.ScoreAsync(ReviewTexts.OfTokens(20, tokens), TestContext.Current.CancellationToken);

        Assert.All(scores, score => Assert.Equal((tokens, 0), (score.Tokens, score.Unknown)));
    }
}
