using Sentiment.Csv;

namespace SentimentFunctions.Tests.Csv;

public sealed class ShownNameTests
{
    [Fact]
    public void A_name_is_shown_up_to_40_characters()
    {
        Assert.Equal($"'{new string('x', 40)}'", ShownName.Of(new string('x', 40)));
        Assert.Equal($"'{new string('x', 40)}...'", ShownName.Of(new string('x', 41)));
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("x", 19)]
    public void A_cut_splits_no_character(string begin, int shown) => Assert.Equal(
        $"'{begin}{string.Concat(Enumerable.Repeat("😀", shown))}...'",
        ShownName.Of(begin + string.Concat(Enumerable.Repeat("😀", 1000))));
}
