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
    [InlineData("\uFEFF{\"text\":\"Loved it.\"}", "Loved it.")]
    [InlineData("null and void", "null and void")]
    [InlineData("{\"text\":\"a \\u00e9\"}", "a é")]
    public void A_text_is_found_however_it_was_sent(string body, string text)
    {
        var message = Parse(body);

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
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}", "not valid JSON")]
    [InlineData("{\"text\":\"a\",\"\\ud800\":1}", "not valid JSON")]
    [InlineData("caf\uFFFD", "not valid UTF-8")]
    [InlineData("{\"text\":\"\\ud800\"}", "not valid UTF-8")]
    public void A_message_that_can_never_be_scored_is_rejected_with_its_reason(string body, string reason)
    {
        var message = Parse(body);

        Assert.Contains(reason, message.Rejection);
    }

    [Fact]
    public void A_text_over_the_limit_is_rejected_and_names_the_setting() =>
        Assert.Contains("Sentiment__MaxCharacters", Parse(new string('a', 1001)).Rejection);

    [Fact]
    public void A_body_beyond_all_limits_is_rejected_before_it_is_parsed() =>
        Assert.Contains("The body has 300000 characters", Parse("{" + new string(' ', 299_999)).Rejection);

    [Theory]
    [InlineData("\"x")]
    [InlineData("\\")]
    public async Task A_text_that_begins_like_an_object_and_has_many_blanks_is_parsed_at_once(string end)
    {
        var (body, stop) = ("{\"" + new string(' ', 200_000) + end, TestContext.Current.CancellationToken);

        // Far more than it takes.
        var message = await Task.Run(() => Parse(body), stop).WaitAsync(TimeSpan.FromMinutes(2), stop);

        Assert.Contains("Sentiment__MaxCharacters", message.Rejection);
    }

    [Fact]
    public void JSON_nested_too_deeply_is_rejected() =>
        Assert.NotNull(Parse($"{{\"text\":\"a\",\"x\":{new string('[', 100)}{new string(']', 100)}}}").Rejection);

    [Fact]
    public void The_other_members_are_kept_unchanged()
    {
        var message = Parse("{\"id\":7,\"shop\":\"a\",\"text\":\"fine\",\"n\":{\"x\":[1,null]}}");

        Assert.Equal("7", message.Id);
        Assert.Equal("{\"shop\":\"a\",\"n\":{\"x\":[1,null]}}", message.Fields);
    }

    [Theory]
    [InlineData("comment", "{\"comment\":\"fine\",\"text\":\"x\"}", "{\"text\":\"x\"}")]
    [InlineData("reviewText", "{\"Review_Texts\":\"fine\"}", "{}")]
    [InlineData("text", "{\"TEXT\":\"x\",\"text\":\"fine\"}", "{\"TEXT\":\"x\"}")]
    [InlineData("review.text", "{\"review\":{\"text\":\"fine\",\"stars\":5},\"shop\":1}", "{\"review\":{\"stars\":5},\"shop\":1}")]
    [InlineData("review.text", "{\"review.text\":\"fine\"}", "{}")]
    [InlineData("payload.review.text", "{\"payload\":{\"review\":{\"text\":\"fine\"}}}", "{\"payload\":{\"review\":{}}}")]
    public void The_text_may_have_another_name_or_path(string field, string body, string others)
    {
        var message = Parse(body, field: field);

        Assert.Null(message.Rejection);
        Assert.Equal(("fine", others), (message.Text, message.Fields));
    }

    [Theory]
    [InlineData("{\"Text\":\"a\",\"TEXT\":\"b\"}", "'Text' and 'TEXT'")]
    [InlineData("{\"review\":\"good\",\"stars\":5}", "'review', 'stars'")]
    [InlineData("{\"documents\":[{\"text\":\"a\"},{\"text\":\"b\"}]}", "'documents' is a batch of 2")]
    [InlineData("{\"inputs\":[\"a\",\"b\"]}", "'inputs' is a batch of 2")]
    [InlineData("[{\"text\":\"a\"}]", "a batch")]
    [InlineData("\"[1,2]\"", "a batch")]
    [InlineData("null", "The body is null")]
    [InlineData("\"null\"", "The body is null")]
    [InlineData("<?xml version=\"1.0\"?><review>Great</review>", "XML")]
    [InlineData("<review>Great</review>", "XML")]
    [InlineData("R3JlYXQgYXBwLCBsb3ZlZCBpdCE=", "Base64")]
    [InlineData("{\"text\":\"R3JlYXQgYXBwLCBsb3ZlZCBpdCE=\"}", "Base64")]
    [InlineData("eyJ0ZXh0IjoiR3JlYXQhIn0=", "Base64")]
    [InlineData("{'text': 'Great'}", "not valid JSON")]
    [InlineData("{text: \"Great\"}", "not valid JSON")]
    [InlineData("[{\"text\":\"Great", "not valid JSON")]
    [InlineData("{\"text\":\"a\"}\n{\"text\":\"b\"}", "not valid JSON")]
    [InlineData("{\"text\":\"ab\\ud83d\"}", "position 2")]
    [InlineData("{\"text\":\"a\\\\\\n\\ud83dz\"}", "position 3")]
    public void The_rejection_names_what_was_found(string body, string seen) => Assert.Contains(seen, Parse(body).Rejection);

    [Theory]
    [InlineData("{\"NAME\":1}", "no 'text'")]
    [InlineData("{\"NAME\":[{\"text\":\"fine\"}]}", "is a batch of 1")]
    [InlineData("{\"text.NAME\":\"a\",\"TEXT.NAME\":\"b\"}", "may both be")]
    public void The_rejection_shows_only_the_beginning_of_a_long_name(string body, string seen)
    {
        var name = string.Concat(Enumerable.Repeat("😀", 1000));

        var reason = Parse(body.Replace("NAME", name, StringComparison.Ordinal)).Rejection!;

        Assert.Contains(seen, reason, StringComparison.Ordinal);
        Assert.Contains("😀...'", reason, StringComparison.Ordinal);
        Assert.InRange(reason.Length, 1, 300);
    }

    [Theory]
    [InlineData("[Edited] Great app")]
    [InlineData("[\"Great\" they said")]
    [InlineData("{Edited} Great app")]
    [InlineData("{sarcasm} Great app {/sarcasm}")]
    [InlineData("<3 this app")]
    [InlineData("<br>Great app")]
    [InlineData("Terrible")]
    [InlineData("Perfect1")]
    [InlineData("TooBadApp")]
    public void A_plain_text_review_may_begin_with_any_character(string body)
    {
        var message = Parse(body);

        Assert.Equal((null, body), (message.Rejection, message.Text));
    }

    [Theory]
    [InlineData("Great app", "application/json", "not valid JSON")]
    [InlineData("[Edited] Great", "application/vnd.shop+json", "not valid JSON")]
    [InlineData("42", "application/json", "JSON Number")]
    [InlineData("", "application/json", "empty")]
    [InlineData("Great app", "application/xml", "XML")]
    public void The_content_type_is_trusted(string body, string mediaType, string seen) =>
        Assert.Contains(seen, Parse(body, mediaType).Rejection);

    [Theory]
    [InlineData("{\"id\":7,\"text\":\"Loved it\",\"shop\":1}")] // as the JavaScript client sends the output of JSON.stringify
    [InlineData("Loved it")]
    public void A_JSON_string_is_parsed_as_its_content(string held)
    {
        var message = Parse(JsonSerializer.Serialize(JsonSerializer.Serialize(held)));

        Assert.Equal(Parse(held), message);
        Assert.Equal("Loved it", message.Text);
    }

    [Fact]
    public void A_text_that_contains_an_object_is_parsed_as_that_object()
    {
        var message = Parse(JsonSerializer.Serialize(new { id = 1, shop = 2, text = "{\"text\":\"Loved it\",\"stars\":5}" }));

        Assert.Equal(("Loved it", "1", "{\"stars\":5}", "{\"shop\":2}"), (message.Text, message.Id, message.Fields, message.Envelope));
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data":{"text":"fine","a":1}}""")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","datacontenttype":"text/plain","data":"fine"}""")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","datacontenttype":"application/json","data":"fine"}""")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data":"{\"text\":\"fine\"}"}""")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data_base64":"eyJ0ZXh0IjoiZmluZSJ9"}""")]
    [InlineData("""{"id":"e","eventType":"t","subject":"s","eventTime":"2026-11-26","dataVersion":"1","data":{"text":"fine"}}""")]
    [InlineData("""{"messageId":"e","messageType":["urn:message:Shop:Review"],"message":{"text":"fine"},"host":{}}""")]
    public void A_known_envelope_is_unwrapped(string body)
    {
        var message = Parse(body);

        Assert.Equal((null, "fine", "\"e\""), (message.Rejection, message.Text, message.Id));
        Assert.DoesNotContain("fine", message.Envelope + message.Fields);
        Assert.Contains("\"e\"", message.Envelope);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data":[{"text":"fine"}]}""", "'data' of the CloudEvents")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data":null}""", "JSON Null")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data_base64":"?"}""", "not valid Base64")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data_base64":null}""", "JSON Null")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"e","data_base64":7}""", "JSON Number")]
    [InlineData("""{"messageType":["urn:message:Shop:Review"],"message":{"note":"fine"}}""", "'note'")]
    public void An_envelope_without_a_review_is_rejected(string body, string seen) =>
        Assert.Contains(seen, Parse(body).Rejection);

    [Fact]
    public void A_path_into_an_envelope_needs_no_unwrapping() => Assert.Equal("fine",
        Parse("""{"specversion":"1.0","type":"t","source":"s","data":{"text":"fine"}}""", field: "data.text").Text);

    [Property(MaxTest = 500)]
    public bool Parsing_never_throws_and_either_gives_a_text_or_a_reason(string? body)
    {
        var message = Parse(body ?? "");
        return message.Rejection is null ? message.Text.Length > 0 : message.Rejection.Length > 0;
    }

    [Property(MaxTest = 300)]
    public bool Truncated_JSON_never_throws(string? text, int cut)
    {
        var body = JsonSerializer.Serialize(new { id = 1, text, tags = text is null });
        var message = Parse(body[..(Math.Abs(cut % body.Length))]);
        return message.Rejection is not null || message.Text.Length > 0;
    }

    private static ReviewMessage Parse(string body, string? mediaType = null, string field = "text") =>
        ReviewMessage.Parse(new(body, mediaType), Options with { TextField = field });
}
