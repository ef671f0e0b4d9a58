using FsCheck.Xunit;
using SentimentFunctions.Http;

namespace Demo.Tests.Explaining;

public class ExplanationPlanTests
{
    [Fact]
    public void Each_word_is_left_out_once()
    {
        var plan = ExplanationPlan.Of("  not\ta bad  film!", 512);

        Assert.Equal(["not", "a", "bad", "film!"], plan.Words.Select(word => "  not\ta bad  film!".Substring(word.Offset, word.Length)));
        Assert.Equal(["  \ta bad  film!", "  not\t bad  film!", "  not\ta   film!", "  not\ta bad  "], plan.Variants);
        Assert.True(plan.Complete);
    }

    [Fact]
    public void A_review_of_sixty_four_words_is_explained_word_by_word() =>
        Assert.All(ExplanationPlan.Of(Words(64), 512).Words, word => Assert.Equal(1, word.Length));

    [Fact]
    public void Words_past_the_models_limit_are_not_explained()
    {
        var plan = ExplanationPlan.Of(Words(70), 64);

        Assert.False(plan.Complete);
        Assert.Equal(62, plan.Words.Count);
    }

    [Fact]
    public void A_variant_is_filled_up_with_the_next_words() =>
        Assert.Equal(Words(69), ExplanationPlan.Of(Words(70), 64).Variants[0].Trim());

    [Theory]
    [InlineData(200, 512)]
    [InlineData(510, 512)]
    [InlineData(50_000, 512)]
    [InlineData(50_000, 64)]
    public void A_long_text_costs_no_more_than_a_bounded_number_of_words(int words, int maxTokens)
    {
        var plan = ExplanationPlan.Of(Words(words), maxTokens);

        Assert.InRange(plan.Variants.Count, 1, ExplanationPlan.MostVariants);
        Assert.InRange(plan.Variants.Sum(variant => Math.Min(maxTokens, variant.Split(' ').Length)), 1, 8192);
        Assert.All(plan.Variants, variant => Assert.InRange(variant.Length, 1, 4 * maxTokens));
    }

    [Property]
    public void Any_text_is_covered_without_overlap(string? text)
    {
        text ??= "";
        var plan = ExplanationPlan.Of(text, 512);

        var end = 0;
        foreach (var (offset, length) in plan.Words)
        {
            Assert.True(offset >= end && length > 0);
            Assert.True(string.IsNullOrWhiteSpace(text[end..offset]));
            end = offset + length;
        }

        Assert.True(!plan.Complete || string.IsNullOrWhiteSpace(text[end..]));
        Assert.Equal(plan.Words.Count, plan.Variants.Count);
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("a", count));
}
