using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests.Http;

public sealed class HttpTests(SharedHost shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_text_gets_one_score()
    {
        var json = await AnswerAsync(HttpStatusCode.OK, JsonContent.Create(new { text = "A wonderful film, I loved every minute." }));

        Assert.Equal("POSITIVE", json.GetProperty("label").GetString());
        Assert.InRange(json.GetProperty("score").GetSingle(), 0.5f, 1f);
        Assert.Equal(1, json.GetProperty("scores").EnumerateObject().Sum(score => score.Value.GetSingle()), 1e-5);
        Assert.Equal(11, json.GetProperty("tokens").GetInt32());
        Assert.Equal(0, json.GetProperty("unknown").GetInt32());
        Assert.False(json.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task A_bare_text_gets_the_same_score_as_in_json()
    {
        var text = "Dull, slow and far too long.";
        var bare = await AnswerAsync(HttpStatusCode.OK, new StringContent(text, Encoding.UTF8, "text/plain"));

        Assert.Equal((await AnswerAsync(HttpStatusCode.OK, JsonContent.Create(new { text }))).ToString(), bare.ToString());
        Assert.Equal("NEGATIVE", bare.GetProperty("label").GetString());
    }

    [Fact]
    public async Task Documents_keep_their_order_and_a_bad_one_fails_alone()
    {
        var documents = new object[] { new { id = "a", text = "Great!" }, new { id = "b", text = "" }, new { id = "c", text = "Awful." } };

        var json = await AnswerAsync(HttpStatusCode.OK, JsonContent.Create(new { documents }));

        Assert.Equal(["a", "c"], json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("id").GetString()));
        Assert.Equal(["POSITIVE", "NEGATIVE"],
            json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("label").GetString()));
        var error = Assert.Single(json.GetProperty("errors").EnumerateArray());
        Assert.Equal(("b", 1, "empty_text"),
            (error.GetProperty("id").GetString(), error.GetProperty("index").GetInt32(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Sentences_are_scored_with_their_offsets()
    {
        var text = "I loved the room. The food was terrible!";

        var json = await AnswerAsync(HttpStatusCode.OK, JsonContent.Create(new { text, sentences = true }));

        var sentences = json.GetProperty("sentences").EnumerateArray().ToList();
        Assert.Equal(["I loved the room.", "The food was terrible!"], sentences.Select(sentence =>
            text.Substring(sentence.GetProperty("offset").GetInt32(), sentence.GetProperty("length").GetInt32())));
        Assert.Equal(["POSITIVE", "NEGATIVE"], sentences.Select(sentence => sentence.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task A_sentence_without_a_known_word_is_left_out()
    {
        var json = await AnswerAsync(
            HttpStatusCode.OK, JsonContent.Create(new { text = "I loved it.\n😀😀\nReally.", sentences = true }));

        Assert.Equal([0, 17], json.GetProperty("sentences").EnumerateArray().Select(sentence => sentence.GetProperty("offset").GetInt32()));
        Assert.Equal(1, json.GetProperty("unknown").GetInt32());
    }

    [Theory]
    [InlineData("{\"inputs\":\"Great!\"}")]
    [InlineData("{\"inputs\":[\"Great!\"]}")]
    [InlineData("[\"Great!\"]")]
    public async Task Inputs_are_documents_without_ids(string body)
    {
        var result = Assert.Single((await AnswerAsync(HttpStatusCode.OK, Body(body))).GetProperty("results").EnumerateArray());

        Assert.Equal((JsonValueKind.Null, "POSITIVE"), (result.GetProperty("id").ValueKind, result.GetProperty("label").GetString()));
    }

    [Theory]
    [InlineData("application/json;")]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON; charset=us-ascii; version=1")]
    [InlineData("application/vnd.shop.review+json")]
    public Task Spellings_of_the_JSON_content_type_are_accepted(string contentType) =>
        AnswerAsync(HttpStatusCode.OK, Body("\uFEFF{\"text\":\"Great!\"}", contentType));

    [Fact]
    public async Task A_compressed_body_is_read_up_to_the_size_limit()
    {
        await AnswerAsync(HttpStatusCode.OK, Body("{\"text\":\"Great!\"}", encoding: "identity"));
        await AnswerAsync(HttpStatusCode.OK, Body(Packed("{\"text\":\"Great!\"}"u8.ToArray()), encoding: "gzip"));
        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large", Body(Packed(new byte[50_000_000]), encoding: "gzip"));
        await ProblemAsync(HttpStatusCode.BadRequest, "invalid_encoding", Body("{\"text\":\"Great!\"}", encoding: "gzip"));
        await ProblemAsync(HttpStatusCode.BadRequest, "invalid_encoding",
            Body(Packed("Great, but it broke."u8.ToArray())[..^10], "text/plain", "gzip"));
        var refused = await ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type",
            Body("{\"text\":\"Great!\"}", encoding: "br"));
        Assert.Contains("'br'", refused.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_long_text_is_truncated_and_marked_unless_truncation_is_forbidden()
    {
        var text = string.Join(' ', Enumerable.Repeat("good", 2000));

        Assert.True((await AnswerAsync(HttpStatusCode.OK, JsonContent.Create(new { text }))).GetProperty("truncated").GetBoolean());
        await ProblemAsync(HttpStatusCode.UnprocessableEntity, "too_many_tokens", JsonContent.Create(new { text, truncate = false }));
    }

    [Fact]
    public async Task Every_refusal_is_a_problem_with_its_status()
    {
        await ProblemAsync(HttpStatusCode.BadRequest, "malformed_json", new StringContent("{", Encoding.UTF8, "application/json"));
        await ProblemAsync(HttpStatusCode.BadRequest, "wrong_shape", JsonContent.Create(new { }));
        await ProblemAsync(HttpStatusCode.BadRequest, "empty_body", new StringContent("", Encoding.UTF8, "application/json"));
        await ProblemAsync(HttpStatusCode.UnprocessableEntity, "empty_text", JsonContent.Create(new { text = " " }));
        await ProblemAsync(HttpStatusCode.UnprocessableEntity, "no_known_words", JsonContent.Create(new { text = "👍" }));
        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "text_too_long",
            JsonContent.Create(new { text = new string('a', 100_001) }));
        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_many_documents",
            JsonContent.Create(new { documents = new object[1001] }));
        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_many_sentences",
            JsonContent.Create(new { text = string.Concat(Enumerable.Repeat("a\n", 10_001)), sentences = true }));
        await ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large", new ByteArrayContent(new byte[5_000_000]));
        await ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type",
            new StringContent("<a/>", Encoding.UTF8, "text/xml"));
        await ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type",
            new StringContent("x", Encoding.Latin1, "text/plain"));
    }

    [Fact]
    public async Task A_chunked_body_is_refused_with_the_remedy()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/score") { Content = JsonContent.Create(new { text = "fine" }) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await shared.Host.Http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.LengthRequired, response.StatusCode);
        Assert.Contains("Content-Length", await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("api/health", "live")]
    [InlineData("api/ready", "ready")]
    public async Task The_app_reports_its_status(string path, string status)
    {
        var json = await shared.Host.Http.GetFromJsonAsync<JsonElement>(path, Stop);

        Assert.Equal(status, json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_answer_reports_its_timing_and_keeps_the_callers_trace()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            "api/score")
        { Content = new StringContent("fine", Encoding.UTF8, "text/plain") };
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await shared.Host.Http.SendAsync(request, Stop);

        Assert.Contains("0af7651916cd43dd8448eb211c80319c", Assert.Single(response.Headers.GetValues("traceparent")));
        Assert.Matches(@"^tokenize;dur=[\d.]+, queue;dur=[\d.]+, inference;dur=[\d.]+, total;dur=[\d.]+$",
            Assert.Single(response.Headers.GetValues("Server-Timing")));
    }

    [Fact]
    public async Task An_unknown_route_is_not_found()
    {
        using var response = await shared.Host.Http.GetAsync("api/nothing", Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Many_callers_at_once_each_get_their_own_answer()
    {
        var texts = Enumerable.Range(0, 64).Select(i => string.Join(' ', Enumerable.Repeat("word", i + 1))).ToList();

        var answers = await Task.WhenAll(texts.Select(text => AnswerAsync(HttpStatusCode.OK, JsonContent.Create(new { text }))));

        Assert.Equal(texts.Select((_, i) => i + 3), answers.Select(answer => answer.GetProperty("tokens").GetInt32()));
    }

    private static ByteArrayContent Body(string text, string contentType = "application/json", string? encoding = null) =>
        Body(Encoding.UTF8.GetBytes(text), contentType, encoding);

    private static ByteArrayContent Body(byte[] bytes, string contentType = "application/json", string? encoding = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private async Task<JsonElement> ProblemAsync(HttpStatusCode status, string code, HttpContent content)
    {
        var json = await AnswerAsync(status, content, "application/problem+json");
        Assert.Equal((int)status, json.GetProperty("status").GetInt32());
        Assert.Equal(code, json.GetProperty("code").GetString());
        Assert.NotEmpty(json.GetProperty("detail").GetString()!);
        return json;
    }

    private async Task<JsonElement> AnswerAsync(HttpStatusCode status, HttpContent content, string mediaType = "application/json")
    {
        await content.LoadIntoBufferAsync(Stop); // with a Content-Length
        using var response = await shared.Host.Http.PostAsync("api/score", content, Stop);
        var body = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(status == response.StatusCode, $"{response.StatusCode} instead of {status}: {body}\n{shared.Host.Log}");
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(body).RootElement;
    }
}
