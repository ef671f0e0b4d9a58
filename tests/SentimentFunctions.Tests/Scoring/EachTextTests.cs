using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Tests.Scoring;

public sealed class EachTextTests
{
    [Fact]
    public void Only_a_text_without_a_result_is_refused()
    {
        var scores = EachText.OrNoScore([Score("good"), null, Score("fine"), null]);

        Assert.Equal(["good", "", "fine", ""], scores.Select(score => score.Label));
        Assert.Equal([null, "no_result", null, "no_result"], scores.Select(score => TextValidation.Of(score)?.Code));
    }

    private static SentimentScore Score(string label) =>
        new(label, 1, new Dictionary<string, float>(), Tokens: 3, Truncated: false, Unknown: 0);
}
