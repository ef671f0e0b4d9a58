using System.Text.Json;
using Sentiment.Inference;
using SentimentFunctions.Http;

namespace Demo.Tests.Explaining;

public class ExplanationTests
{
    private static readonly SentimentEngine Engine = new(SentimentModel.Load(TestModel.Directory));

    [Fact]
    public async Task A_words_influence_is_what_the_positive_probability_loses_without_it()
    {
        const string text = "The food was cold but the waiter was kind.";
        var explanation = await ExplainAsync(text);

        var whole = await PositiveAsync(text);
        var cold = explanation.Words.Single(word => text.Substring(word.Span.Offset, word.Span.Length) == "cold").Influence;
        Assert.Equal(whole - await PositiveAsync("The food was but the waiter was kind."), cold, 1e-4f);
        Assert.Equal("POSITIVE", explanation.Label);
    }

    [Fact]
    public async Task The_influences_are_the_same_whatever_else_is_asked()
    {
        var alone = await ExplainAsync("A wonderful film.");
        var beside = await ExplainAsync("A wonderful film.", sentences: true);

        Assert.Equal(alone.Words.Select(word => word.Span), beside.Words.Select(word => word.Span));
        Assert.All(alone.Words.Zip(beside.Words), pair => Assert.Equal(pair.First.Influence, pair.Second.Influence, 1e-4f));
    }

    [Fact]
    public async Task The_only_word_is_weighed_against_nothing()
    {
        var explanation = await ExplainAsync("Wonderful");

        Assert.Equal(await PositiveAsync("Wonderful") - await PositiveAsync(""), Assert.Single(explanation.Words).Influence, 1e-4f);
    }

    [Fact]
    public async Task It_is_written_with_the_words_and_their_places()
    {
        var explanation = await ExplainAsync("Good 🎉 film");
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            explanation.Write(writer);
            writer.WriteEndObject();
        }

        using var json = JsonDocument.Parse(stream.ToArray());
        var written = json.RootElement.GetProperty("explanation");
        Assert.Equal("occlusion", written.GetProperty("method").GetString());
        Assert.True(written.GetProperty("complete").GetBoolean());
        Assert.Equal(
            [("Good", 0, 4), ("🎉", 5, 2), ("film", 8, 4)],
            written.GetProperty("words").EnumerateArray().Select(word =>
                (word.GetProperty("text").GetString()!, word.GetProperty("offset").GetInt32(), word.GetProperty("length").GetInt32())));
    }

    [Fact]
    public void Many_documents_are_not_explained()
    {
        var (request, problem) = ScoreRequest.FromJson("""{"documents":[{"text":"a"}],"explain":true}"""u8.ToArray(), new());

        Assert.Null(request);
        Assert.Contains("'explain'", problem!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_that_is_not_a_boolean_is_named_in_the_error()
    {
        var (_, problem) = ScoreRequest.FromJson("""{"text":"a","explain":"yes"}"""u8.ToArray(), new());

        Assert.Contains("'explain' must be true or false", problem!.Detail, StringComparison.Ordinal);
    }

    private static async Task<Explanation> ExplainAsync(string text, bool sentences = false)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { text, explain = true, sentences });
        var (request, _) = ScoreRequest.FromJson(body, new());
        var scored = await ScoredDocument.ScoreAsync(Engine, request!, new(), TestContext.Current.CancellationToken);
        return Assert.Single(scored).Explanation!;
    }

    private static async Task<float> PositiveAsync(string text) =>
        (await Engine.ScoreAsync(text, TestContext.Current.CancellationToken)).Scores["POSITIVE"];
}
