using System.Text;
using System.Text.Json;
using Sentiment.Csv;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv;

/// <summary>JSON Lines go in, JSON Lines with a score come out.</summary>
public sealed class JsonLinesTests
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("A.NDJSON")]
    public async Task Objects_and_strings_keep_their_content_and_get_a_score(string name)
    {
        var scored = await ScoreAsync(name, """
            {"id": 1.0, "text": "I love this film \ud83d\ude00.", "more": {"a": [1, 2]}}
            "I hate this film."

            {"text":"I love this film.","sentiment":{"label":"old","tokens":7}}
            """);

        Assert.Null(scored.Problem);
        Assert.Equal((3, 2, 1, 0, 1), (scored["rows"], scored["positives"], scored["negatives"], scored["failed"], scored["skippedLines"]));
        var lines = scored.Output!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(
            """{"id": 1.0,"text": "I love this film \ud83d\ude00.","more": {"a": [1, 2]},"sentiment":{"label":"POSITIVE","score":""",
            lines[0],
            StringComparison.Ordinal);
        Assert.StartsWith("""{"text":"I hate this film.","sentiment":{"label":"NEGATIVE",""", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("""{"text":"I love this film.","sentiment":{"label":""", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => JsonElement.Parse(line).GetProperty("sentiment").GetProperty("scores"));
    }

    [Theory]
    [InlineData("""{"review":"Great film","sentiment":"positive"}""",
        """{"review":"Great film","sentiment":"positive","sentiment_score":{"label":""")]
    [InlineData("""{"review":" ","sentiment":"positive"}""", """{"review":" ","sentiment":"positive","sentiment_score":{"error":""")]
    [InlineData("""{"review":"good","sentiment":null}""", """{"review":"good","sentiment":null,"sentiment_score":{"label":""")]
    [InlineData("""{"review":"good","sentiment":{"label":"pos"}}""",
        """{"review":"good","sentiment":{"label":"pos"},"sentiment_score":{""")]
    [InlineData("""{"sentiment":1,"sentiment_score":2,"review":"good"}""",
        """{"sentiment":1,"sentiment_score":2,"review":"good","sentiment_score_score":{"label":""")]
    [InlineData("""{"sentiment":1,"sentiment_score":{"error":"old"},"review":"good"}""",
        """{"sentiment":1,"review":"good","sentiment_score":{"label":""")]
    [InlineData("""{"sentiment":{"error":"old"},"review":"good"}""", """{"review":"good","sentiment":{"label":""")]
    [InlineData("""{"review":"good","sentiment":{"error":0.2}}""",
        """{"review":"good","sentiment":{"error":0.2},"sentiment_score":{"label":""")]
    [InlineData("""{"review":"good","sentiment":{"value":0.9,"error":"low"}}""",
        """{"review":"good","sentiment":{"value":0.9,"error":"low"},"sentiment_score":{"label":""")]
    public async Task A_member_with_the_name_of_the_score_is_kept_unless_it_is_a_score(string line, string begins)
    {
        var scored = await ScoreAsync("a.jsonl", line);

        Assert.StartsWith(begins, scored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_with_the_name_of_the_score_is_kept_if_it_is_the_text()
    {
        var scored = await ScoredCsv.OfAsync(
            "a.jsonl", "{\"sentiment\":\"I love it.\"}"u8.ToArray(), new Dictionary<string, string> { ["textColumn"] = "sentiment" });

        Assert.StartsWith(
            """{"sentiment":"I love it.","sentiment_score":{"label":"POSITIVE",""", scored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_score_has_the_same_name_in_every_line_and_in_every_part()
    {
        var file = "{\"text\":\"good\"}\n\"good\"\nbad\n{\"text\":\"good\",\"sentiment\":5}\n"u8.ToArray();

        var whole = await ScoredCsv.OfAsync("a.jsonl", file);
        var parts = await ScoredCsv.OfAsync("a.jsonl", file, partBytes: 1);

        Assert.All(
            whole.Output!.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.True(JsonElement.Parse(line).TryGetProperty("sentiment_score", out _), line));
        Assert.Equal(whole.Output, parts.Output);
    }

    [Fact]
    public async Task A_member_that_the_beginning_of_the_file_does_not_have_is_kept_too()
    {
        var file = string.Concat(Enumerable.Repeat($"{{\"text\":\"good\",\"more\":\"{new string('x', 10_000)}\"}}\n", 30))
            + "{\"text\":\"good\",\"sentiment\":5}\n";

        var lines = (await ScoreAsync("a.jsonl", file)).Output!.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(JsonElement.Parse(lines[0]).TryGetProperty("sentiment", out _));
        Assert.StartsWith("""{"text":"good","sentiment":5,"sentiment_score":{"label":""", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad", "not valid JSON")]
    [InlineData("{\"text\":\"good\"", "not valid JSON")]
    [InlineData("{\"text\":\"good\",\"n\":NaN}", "JSON has no NaN")]
    [InlineData("{\"text\":\"good\",\"n\":[1, -Infinity]}", "JSON has no NaN")]
    [InlineData("{\"text\":\"so \\\\ \\\"good\\\": NaN\",\"n\":x}", "'x' is an invalid start of a value.")]
    [InlineData("[1]", "JSON Array")]
    [InlineData("7", "JSON Number")]
    [InlineData("{\"id\":1}", "no 'text', but 'id'")]
    [InlineData("{\"text\":7}", "JSON Number")]
    [InlineData("{\"text\":null}", "null")]
    [InlineData("{\"text\":\"N/A\"}", "stands for no value")]
    [InlineData("{\"text\":\" \"}", "blank")]
    [InlineData("{\"text\":\"\\ud83d\"}", "half of a character")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}", "not valid JSON")]
    [InlineData("{\"text\":\"\U0001F44D\"}", "vocabulary")]
    public async Task A_line_without_a_text_keeps_its_place_and_gets_a_reason(string line, string reason)
    {
        var scored = await ScoreAsync("a.jsonl", $"{{\"text\":\"good\"}}\n{line}\n{{\"text\":\"bad\"}}");

        Assert.Equal((3, 1, 1, 1), (scored["rows"], scored["positives"], scored["negatives"], scored["failed"]));
        var error = JsonElement.Parse(scored.Output!.Split('\n')[1]).GetProperty("sentiment").GetProperty("error").GetString()!;
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error, StringComparison.Ordinal);
        Assert.Equal(2, scored.Summary.GetProperty("errors")[0].GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("{\"reviewText\":\"good\",\"summary\":\"bad\"}", null, "reviewText")]
    [InlineData("{\"body\":\"bad\",\"review\":\"good\"}", null, "review")]
    [InlineData("{\"review\":{\"text\":\"good\"}}", "review.text", "review.text")]
    [InlineData("{\"a\":\"good\",\"text\":\"bad\"}", "A", "a")]
    public async Task The_text_member_is_the_named_one_or_the_one_with_the_best_name(string line, string? textColumn, string member)
    {
        var metadata = textColumn is null ? None : new Dictionary<string, string> { ["textColumn"] = textColumn };
        var stop = TestContext.Current.CancellationToken;
        var (file, problem) = await CsvFile.OpenAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(line)), "a.jsonl", metadata, cancellationToken: stop);

        Assert.Null(problem);
        Assert.Equal(member, file!.Dialect.Columns[file.Dialect.TextColumn]);
        Assert.Equal("good", (await file.RowsAsync(_ => null, stop).SingleAsync(stop)).Text);
    }

    [Fact]
    public void The_setting_names_the_member_if_the_metadata_does_not()
    {
        var line = "{\"message\":{\"what\":\"good\"},\"text\":\"bad\"}"u8.ToArray();

        Assert.Equal("message.what", Member(CsvOpening.Read(line, "a.jsonl", None, "message.what")));
        Assert.Equal("text", Member(CsvOpening.Read(line, "a.jsonl", None, "not.there")));
    }

    [Theory]
    [InlineData("{\"text\":null,\"review\":\"good\"}\n{\"text\":null,\"review\":\"bad\"}", "text", "review")]
    [InlineData("{\"text\":7,\"review\":\"good\"}", "text", "review")]
    [InlineData("{\"message\":{\"what\":null},\"review\":\"good\"}", "message.what", "review")]
    [InlineData("{\"text\":null,\"review\":\"good\"}\n{\"text\":\"bad\"}", "text", "text")]
    [InlineData("{\"text\":null,\"stars\":5}", "text", "text")] // no other member has a text
    [InlineData("{\"what\":null,\"stars\":5}", "what", "what")]
    public void The_setting_names_no_member_that_is_never_a_string_if_another_has_the_text(string lines, string setting, string member) =>
        Assert.Equal(member, Member(CsvOpening.Read(Encoding.UTF8.GetBytes(lines), "a.jsonl", None, setting)));

    [Fact]
    public void The_metadata_may_name_a_member_that_is_never_a_string()
    {
        var metadata = new Dictionary<string, string> { ["textColumn"] = "text" };

        Assert.Equal("text", Member(CsvOpening.Read("{\"text\":null,\"review\":\"good\"}"u8.ToArray(), "a.jsonl", metadata, "text")));
    }

    [Theory]
    [InlineData("id,text\n1,good", null, "not a line of JSON Lines")]
    [InlineData("[\n{\"text\":\"good\"}\n]", null, "not a line of JSON Lines")]
    [InlineData("{\n  \"text\": \"good\"\n}", null, "not a line of JSON Lines")]
    [InlineData("{\"stars\":5,\"id\":\"x\"}", null, "'stars', 'id'")]
    [InlineData("{\"positive_review\":\"a\",\"negative_review\":\"b\"}", null, "may each hold")]
    [InlineData("{\"text\":\"good\"}", "textColumn=note", "'note'")]
    [InlineData("{\"text\":\"good\"}", "delimiter=tab", "'delimiter' is for tables")]
    [InlineData("\n \n", null, "blank lines")]
    public async Task A_file_without_texts_is_refused_with_what_was_found(string file, string? metadata, string seen)
    {
        var pairs = metadata is null ? None : new Dictionary<string, string> { [metadata.Split('=')[0]] = metadata.Split('=')[1] };

        var scored = await ScoredCsv.OfAsync("a.jsonl", Encoding.UTF8.GetBytes(file), pairs);

        Assert.Null(scored.Output);
        Assert.Contains(seen, scored.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_line_that_is_too_long_to_show_the_members_is_named()
    {
        var scored = await ScoreAsync("a.jsonl", $"{{\"text\":\"{new string('a', 300_000)}\"}}\n{{\"text\":\"good\"}}\n");

        Assert.Null(scored.Output);
        Assert.Contains("longer than 256 KiB", scored.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_line_may_be_that_long()
    {
        var scored = await ScoreAsync("a.jsonl", $"{{\"text\":\"good\"}}\n{{\"text\":\"{new string('a', 300_000)}\"}}\n");

        Assert.Null(scored.Problem);
        Assert.Equal(2, scored["rows"]);
    }

    [Fact]
    public async Task Messages_show_only_the_beginning_of_a_long_name()
    {
        var name = new string('.', 1000);

        var refused = await ScoreAsync("a.jsonl", $"{{\"x{name}\":\"good\"}}");
        var scored = await ScoredCsv.OfAsync(
            "a.jsonl", Encoding.UTF8.GetBytes($"{{\"text\":\"good\"}}\n{{\"Text{name}\":\"a\",\"TEXT{name}\":\"b\"}}\n"),
            new Dictionary<string, string> { ["textColumn"] = "text" });

        Assert.Contains("'x.", refused.Problem, StringComparison.Ordinal);
        Assert.InRange(refused.Problem!.Length, 1, 300);
        var error = scored.Summary.GetProperty("errors")[0].GetProperty("message").GetString()!;
        Assert.Contains("may both be", error, StringComparison.Ordinal);
        Assert.InRange(error.Length, 1, 300);
    }

    [Fact]
    public async Task Parts_of_one_line_give_the_bytes_of_one_part()
    {
        var file = string.Concat(
            Enumerable.Range(0, 50).Select(i => $"{{\"id\":{i},\"text\":\"{(i % 2 == 0 ? "good" : "bad")} \u00e9\"}}\r\n"));

        var whole = await ScoreAsync("a.jsonl", file);
        var parts = await ScoredCsv.OfAsync("a.jsonl", Encoding.UTF8.GetBytes(file), partBytes: 1);

        Assert.Equal(50, parts["parts"]);
        Assert.Equal(whole.Output, parts.Output);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-8", true)]
    [InlineData("windows-1252", false)]
    public async Task Encodings_are_those_of_tables_and_the_output_has_no_byte_order_mark(string name, bool hasMark)
    {
        var encoding = CsvEncodings.Named(name)!;
        byte[] file = [.. hasMark ? encoding.GetPreamble() : [],
            .. encoding.GetBytes("{\"text\":\"caf\u00e9 is good\"}\n{\"text\":\"bad\"}")];

        var scored = await ScoredCsv.OfAsync("a.jsonl", file);

        Assert.Equal((2, 0), (scored["rows"], scored["failed"]));
        Assert.StartsWith("{\"text\":\"caf\u00e9 is good\",\"sentiment\":", scored.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_fail_only_their_line()
    {
        var scored = await ScoredCsv.OfAsync(
            "a.jsonl",
            [.. "{\"text\":\"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9 good\"}\n{\"text\":\"\xFF\"}\n"u8[..^5],
                0xFF, .. "\"}\n"u8]);

        Assert.Equal((2, 1), (scored["rows"], scored["failed"]));
        Assert.Contains("not valid UTF-8", scored.Output!.Split('\n')[1], StringComparison.Ordinal);
    }

    private static string Member(CsvOpening opening) => opening.Layout!.Columns[opening.Layout.TextColumn];

    private static Task<ScoredCsv> ScoreAsync(string name, string file) => ScoredCsv.OfAsync(name, Encoding.UTF8.GetBytes(file));
}
