using System.Text.Json;
using FsCheck.Xunit;
using SentimentFunctions.Queue;

namespace SentimentFunctions.Tests.Queue;

public sealed class ReviewMessageTests
{
    private static readonly ScoringOptions Options = new() { MaxCharacters = 1000 };

    [Theory]
    [InlineData("Loved it.", "Loved it.")]
    [InlineData("{\"text\":\"Loved it.\"}", "Loved it.")]
    [InlineData(" \n{\"text\":\"Loved it.\"}", "Loved it.")]
    [InlineData("\"Loved it.\"", "Loved it.")]
    [InlineData("\"Loved it\" is what she said", "\"Loved it\" is what she said")]
    [InlineData("42", "42")]
    [InlineData("null and void", "null and void")]
    [InlineData("{\"text\":\"a \\u00e9\"}", "a é")]
    public void A_text_is_found_however_it_was_sent(string body, string text)
    {
        var message = ReviewMessage.Parse(body, Options);

        Assert.Null(message.Rejection);
        Assert.Equal(text, message.Text);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("{\"text\":\"\"}", "empty")]
    [InlineData("{\"text\":null}", "JSON Null")]
    [InlineData("{\"text\":5}", "JSON Number")]
    [InlineData("{\"text\":{\"deep\":1}}", "JSON Object")]
    [InlineData("{\"review\":\"x\"}", "no 'text'")]
    [InlineData("{}", "no 'text'")]
    [InlineData("[1,2]", "JSON Array")]
    [InlineData("{\"text\":\"x\"", "not valid JSON")]
    [InlineData("{broken", "not valid JSON")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}", "not valid JSON")]
    [InlineData("{\"text\":\"a\",\"\\ud800\":1}", "not valid JSON")]
    [InlineData("caf\uFFFD", "not valid UTF-8")]
    [InlineData("{\"text\":\"\\ud800\"}", "not valid UTF-8")]
    public void What_can_never_be_scored_is_rejected_with_its_reason(string body, string reason)
    {
        var message = ReviewMessage.Parse(body, Options);

        Assert.Contains(reason, message.Rejection);
    }

    [Fact]
    public void A_text_over_the_limit_is_rejected_and_names_the_setting() =>
        Assert.Contains("Sentiment__MaxCharacters", ReviewMessage.Parse(new string('a', 1001), Options).Rejection);

    [Fact]
    public void A_body_beyond_all_limits_is_rejected_before_it_is_parsed() =>
        Assert.Contains("The body has 300000 characters", ReviewMessage.Parse("{" + new string(' ', 299_999), Options).Rejection);

    [Fact]
    public void Json_nested_beyond_reason_is_rejected() =>
        Assert.NotNull(ReviewMessage.Parse($"{{\"text\":\"a\",\"x\":{new string('[', 100)}{new string(']', 100)}}}", Options).Rejection);

    [Fact]
    public void The_other_members_are_kept_as_they_came()
    {
        var message = ReviewMessage.Parse("{\"id\":7,\"shop\":\"a\",\"text\":\"fine\",\"n\":{\"x\":[1,null]}}", Options);

        Assert.Equal(7, message.Id!.Value.GetInt32());
        Assert.Equal(["\"shop\":\"a\"", "\"n\":{\"x\":[1,null]}"], message.Fields!.Select(field => field.ToString()));
    }

    [Fact]
    public void The_text_may_stand_under_another_name()
    {
        var message = ReviewMessage.Parse("{\"comment\":\"fine\",\"text\":\"a field like any other\"}",
            Options with { TextField = "comment" });

        Assert.Equal("fine", message.Text);
        Assert.Equal("text", Assert.Single(message.Fields!).Name);
    }

    [Property(MaxTest = 500)]
    public bool Parsing_never_throws_and_either_gives_a_text_or_a_reason(string? body)
    {
        var message = ReviewMessage.Parse(body ?? "", Options);
        return message.Rejection is null ? message.Text.Length > 0 : message.Rejection.Length > 0;
    }

    [Property(MaxTest = 300)]
    public bool Json_that_was_cut_anywhere_never_throws(string? text, int cut)
    {
        var body = JsonSerializer.Serialize(new { id = 1, text, tags = text is null });
        var message = ReviewMessage.Parse(body[..(Math.Abs(cut % body.Length))], Options);
        return message.Rejection is not null || message.Text.Length > 0;
    }
}
