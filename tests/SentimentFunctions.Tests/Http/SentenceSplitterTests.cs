using FsCheck.Xunit;
using SentimentFunctions.Http;

namespace SentimentFunctions.Tests.Http;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("Good. Bad.", "Good.|Bad.")]
    [InlineData("Good! \"Really?\" he asked. Yes...", "Good!|\"Really?\" he asked.|Yes...")]
    [InlineData("Mr. Smith liked it. So did Dr. Who.", "Mr. Smith liked it.|So did Dr. Who.")]
    [InlineData("Thanks.\nDr. Who was kind.\r\nMr. Smith, too.", "Thanks.|Dr. Who was kind.|Mr. Smith, too.")]
    [InlineData("They (Mrs. Hay, “Dr. No” and [e.g. Tom) were kind. OK", "They (Mrs. Hay, “Dr. No” and [e.g. Tom) were kind.|OK")]
    [InlineData("\"J. Smith\" waited.\u00A0Prof. X did not.", "\"J. Smith\" waited.|Prof. X did not.")]
    [InlineData("It cost 3.50 and broke", "It cost 3.50 and broke")]
    [InlineData("First line\n\n  second line  ", "First line|second line")]
    [InlineData("Visit example.com now. OK", "Visit example.com now.|OK")]
    [InlineData("   ", "")]
    public void A_text_is_split_into_sentences(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SentenceSplitter.Split(text).Select(span => text.Substring(span.Offset, span.Length))));

    [Property(MaxTest = 500)]
    public bool Sentences_are_in_order_and_leave_out_only_whitespace(string? given)
    {
        var text = given ?? "";
        var end = 0;
        foreach (var span in SentenceSplitter.Split(text))
        {
            if (span.Length == 0 || span.Offset < end || !text.AsSpan(end, span.Offset - end).IsWhiteSpace())
                return false;
            end = span.Offset + span.Length;
        }

        return text.AsSpan(end).IsWhiteSpace();
    }
}
