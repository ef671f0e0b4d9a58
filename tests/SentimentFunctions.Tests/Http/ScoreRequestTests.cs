using System.Net;
using System.Text;
using FsCheck.Xunit;
using SentimentFunctions.Http;

namespace SentimentFunctions.Tests.Http;

public sealed class ScoreRequestTests
{
    private static readonly ScoringOptions Options = new() { MaxDocuments = 3, MaxCharacters = 100 };

    [Theory]
    [InlineData("{\"text\":\"fine\"}", true)]
    [InlineData("{\"documents\":[{\"id\":\"1\",\"text\":\"fine\"}]}", false)]
    [InlineData("{\"documents\":[\"fine\"]}", false)]
    [InlineData("{\"inputs\":\"fine\"}", false)]
    [InlineData("{\"inputs\":[\"fine\"],\"parameters\":{\"top_k\":1}}", false)]
    [InlineData("[\"fine\"]", false)]
    [InlineData("[{\"id\":7,\"text\":\"fine\"}]", false)]
    [InlineData("\uFEFF{\"text\":\"fine\"}", true)]
    public void One_text_or_many_are_read(string body, bool isSingle)
    {
        var (request, problem) = Json(body);

        Assert.Null(problem);
        Assert.Equal(isSingle, request!.IsSingle);
        Assert.Equal("fine", Assert.Single(request.Scorable).Text);
    }

    [Theory]
    [InlineData("{", "malformed_json")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}", "malformed_json")]
    [InlineData("{\"text\":\"fine\",\"\\ud83d\":1}", "malformed_json")]
    [InlineData("{\"documents\":[{\"text\":\"fine\",\"\\ud83d\":1}]}", "malformed_json")]
    [InlineData("{\"text\":\"fine\",\"\u00E9\":1}", "malformed_json")] // not UTF-8, because it is sent as Latin-1
    [InlineData("[]", "wrong_shape")]
    [InlineData("{}", "wrong_shape")]
    [InlineData("5", "wrong_shape")]
    [InlineData("{\"text\":\"a\",\"documents\":[]}", "wrong_shape")]
    [InlineData("{\"text\":\"a\",\"inputs\":\"b\"}", "wrong_shape")]
    [InlineData("{\"inputs\":\"a\",\"explain\":true}", "wrong_shape")]
    [InlineData("{\"documents\":5}", "wrong_shape")]
    [InlineData("{\"text\":\"a\",\"truncate\":\"yes\"}", "wrong_shape")]
    [InlineData("{\"text\":\"a\",\"sentences\":1}", "wrong_shape")]
    public void A_body_of_another_shape_is_a_bad_request(string body, string code)
    {
        var (request, problem) = ScoreRequest.FromJson(Encoding.Latin1.GetBytes(body), Options);

        Assert.Null(request);
        Assert.Equal(HttpStatusCode.BadRequest, problem!.Status);
        Assert.Equal(code, problem.Code);
        Assert.Contains(code == "malformed_json" ? "not valid JSON" : body[0] == '{' ? "'" : "Send ", problem.Detail);
    }

    [Fact]
    public void A_bad_document_fails_alone()
    {
        var (request, _) = Json("{\"documents\":[{\"id\":1,\"text\":\"a\"},{\"id\":\"b\"},7]}");

        Assert.Equal([null, "missing_text", "wrong_shape"], request!.Documents.Select(document => document.Refusal?.Code));
        Assert.Equal(["1", "b", null], request.Documents.Select(document => document.Id));
    }

    [Theory]
    [InlineData("ab\\ud83d", 2)]
    [InlineData("\\u00e4\\n\\\\\\ud83dx", 3)]
    [InlineData("\\ud83d\\ude00\\ude00", 2)]
    public void Half_an_emoji_is_reported_with_its_position(string text, int position) =>
        Assert.Contains($"at position {position}.", Json($"{{\"text\":\"{text}\"}}").Request!.Documents[0].Refusal!.Message);

    [Fact]
    public void An_invalid_byte_is_reported_with_its_position() => Assert.Contains("at position 3.",
        ScoreRequest.FromJson(Encoding.Latin1.GetBytes("[\"caf\u00E9\"]"), Options).Request!.Documents[0].Refusal!.Message);

    [Fact]
    public void A_request_with_too_many_documents_is_refused_as_a_whole()
    {
        var (_, problem) = Json("{\"documents\":[{},{},{},{}]}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, problem!.Status);
    }

    [Theory]
    [InlineData(2, 500, true, null)]
    [InlineData(2, 501, true, "too_many_sentences")]
    [InlineData(2, 501, false, null)]
    [InlineData(200, 1_000, true, null)]
    [InlineData(200, 1_001, true, "too_many_sentences")]
    public void A_call_may_have_a_thousand_sentences_or_ten_for_each_document_that_it_may_have(
        int mostDocuments, int lines, bool sentences, string? code)
    {
        var documents = Enumerable.Repeat(string.Concat(Enumerable.Repeat("a\n", lines)), 2);

        var (request, problem) = ScoreRequest.FromJson(
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { documents, sentences }), new() { MaxDocuments = mostDocuments });

        Assert.Equal(code, problem?.Code);
        Assert.Equal(code is not null, problem is { Status: HttpStatusCode.RequestEntityTooLarge });
        Assert.Equal(code is null && sentences, request is { Sentences: not null });
    }

    [Fact]
    public void Refused_documents_have_no_sentences()
    {
        var (request, _) = Json("{\"documents\":[{},\"Good. Bad.\",{\"text\":\" \"}],\"sentences\":true}");

        Assert.Equal(2, Assert.Single(request!.Sentences!).Count);
    }

    [Fact]
    public void A_bare_text_must_be_utf8()
    {
        Assert.Equal("invalid_encoding", ScoreRequest.FromText(new byte[] { (byte)'a', 0xFF }, Options).Problem!.Code);
        Assert.Contains("byte FF at position 1", ScoreRequest.FromText(new byte[] { (byte)'a', 0xFF }, Options).Problem!.Detail);
        Assert.Equal("é", ScoreRequest.FromText("\uFEFFé"u8.ToArray(), Options).Request!.Documents[0].Text);
        Assert.Equal("é", ScoreRequest.FromText("é"u8.ToArray(), Options).Request!.Documents[0].Text);
    }

    [Property(MaxTest = 500)]
    public bool Bytes_of_any_kind_never_throw(byte[]? body)
    {
        var (request, problem) = ScoreRequest.FromJson(body ?? [], Options);
        return request is null != problem is null;
    }

    [Property(MaxTest = 300)]
    public bool Documents_with_any_text_never_throw(string?[]? texts)
    {
        var documents = (texts ?? []).Take(3).Select(text => new { text });
        var (request, problem) = Json(System.Text.Json.JsonSerializer.Serialize(new { documents }));
        return problem is null && request!.Documents.Count == documents.Count();
    }

    private static (ScoreRequest? Request, Problem? Problem) Json(string body) =>
        ScoreRequest.FromJson(Encoding.UTF8.GetBytes(body), Options);
}
