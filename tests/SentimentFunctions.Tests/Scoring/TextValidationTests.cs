using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Tests.Scoring;

public sealed class TextValidationTests
{
    [Fact]
    public void A_text_for_which_the_model_gives_no_number_is_refused() =>
        Assert.Equal("no_result", TextValidation.Of(score: null)?.Code);

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "no_known_words")]
    public void A_text_without_a_known_word_is_refused(int unknown, string? code) =>
        Assert.Equal(code, TextValidation.Of(
            new SentimentScore("good", 1, new Dictionary<string, float>(), Tokens: 3, Truncated: false, unknown))?.Code);
}
