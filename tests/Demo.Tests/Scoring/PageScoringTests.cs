using System.Text;
using Demo.Tests.Reading;
using Sentiment.Csv;
using Sentiment.Inference;
using SentimentFunctions.Csv;
using SentimentFunctions.Scoring;

namespace Demo.Tests.Scoring;

/// <summary>The page scores a file through the app.</summary>
public sealed class PageScoringTests
{
    /// <summary>More rows than the first batch has, so that two calls are made at a time.</summary>
    private static readonly PageReader.PageFile Many =
        new("many.csv", Encoding.UTF8.GetBytes("text\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"row {i}\n"))));

    [Fact]
    public async Task The_error_that_ends_a_run_is_told_and_not_that_of_a_call_which_it_aborted()
    {
        var run = await PageReader.ScoreAsync(Many, [new(400, "", IsHeld: true), new(400, """{"detail":"Out of order."}""")]);

        Assert.Equal("Out of order.", run.Problem);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_does_not_wait_for_a_busy_app()
    {
        var run = await PageReader.ScoreAsync(
            new("one.csv", "text\nrow 1\n"u8.ToArray()), [new(429, "{}", RetryAfter: 3600, Cancels: true)]);

        Assert.Equal("cancelled", run.Problem);
    }

    [Theory]
    [InlineData("The app answered with an error (HTTP 500). Its log says more.", 500, 500, 500, 429, 500)]
    [InlineData(null, 429, 429, 429, 500, 500, 429, 500, 200)]
    public async Task A_run_ends_when_the_app_has_failed_four_times_however_often_it_was_busy(string? problem, params int[] statuses)
    {
        const string refusal = """{"results":[],"errors":[{"index":0,"message":"The text is bad."}]}""";

        var run = await PageReader.ScoreAsync(
            new("one.csv", "text\nrow 1\n"u8.ToArray()),
            [.. statuses.Select(status => new PageReader.PageAnswer(status, status == 200 ? refusal : "{}", RetryAfter: 0.001))]);

        Assert.Equal(problem, run.Problem);
    }

    [Fact]
    public async Task JSON_Lines_are_written_as_the_function_writes_them()
    {
        string[] lines =
        [
            """{"id": 1.0, "text": "Good.", "sentiment": "old"}""", "\"Bad.\"", """{"text":"NaN"}""", """{"text":"\ud83d\ude00"}""",
        ];
        SentimentScore[] scores =
        [
            new("POSITIVE", 0.9999f, new Dictionary<string, float> { ["NEGATIVE"] = 9.5e-5f, ["POSITIVE"] = 0.9999f }, 4, false, 0),
            new("B", 1, new Dictionary<string, float> { ["B"] = 1, ["A"] = 1.25e-12f, ["C"] = 0.0001f, ["D"] = 0 }, 600, true, 2),
        ];
        const string empty = "The text is empty: NaN stands for no value.", refusal = "The text has no word that is in the vocabulary.";
        var written = new StringWriter();
        var function = new ScoredJsonLines(written, JsonLines.ScoreMember(lines[0], isWhole: true));
        function.Write(Row(lines[0]), scores[0], null);
        function.Write(Row(lines[1]), scores[1], null);
        function.Write(Row(lines[2]), null, empty);
        function.Write(Row(lines[3]), null, refusal);

        var run = await PageReader.ScoreAsync(
            new("a.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', lines))), [new(200, Answer(scores, refusal))]);

        Assert.Null(run.Problem);
        Assert.Equal(written.ToString(), run.Written);
    }

    [Theory]
    [InlineData("""{"error":"old"}""")]
    [InlineData("""{"error":0.2}""")]
    [InlineData("""{"value":0.9,"error":"low"}""")]
    [InlineData("""{"label":"POSITIVE","tokens":3}""")]
    public async Task A_member_with_the_name_of_the_score_is_kept_where_the_function_keeps_it(string member)
    {
        string[] lines = ["{\"text\":\"Good.\",\"sentiment\":" + member + "}", """{"text":"\ud83d\ude00"}"""];
        SentimentScore[] scores = [new("A", 1, new Dictionary<string, float> { ["A"] = 1, ["B"] = 0 }, 4, false, 0)];
        const string refusal = "The text has no word that is in the vocabulary.";
        var written = new StringWriter();
        var function = new ScoredJsonLines(written, JsonLines.ScoreMember(string.Join('\n', lines), isWhole: true));
        function.Write(Row(lines[0]), scores[0], null);
        function.Write(Row(lines[1]), null, refusal);

        var run = await PageReader.ScoreAsync(
            new("a.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', lines))), [new(200, Answer(scores, refusal))]);

        Assert.Null(run.Problem);
        Assert.Equal(written.ToString(), run.Written);
    }

    private static CsvRow Row(string source) => new(1, [], "", null) { Source = source };

    /// <summary>What the app answers when it scores all texts but the last.</summary>
    private static string Answer(SentimentScore[] scores, string refusal) => Encoding.UTF8.GetString(ScoreJson.Object(json =>
    {
        json.WriteStartArray("results");
        foreach (var (index, score) in scores.Index())
        {
            json.WriteStartObject();
            json.WriteNumber("index", index);
            json.WriteScore(score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteNumber("index", scores.Length);
        json.WriteString("message", refusal);
        json.WriteEndObject();
        json.WriteEndArray();
    }).Span);
}
