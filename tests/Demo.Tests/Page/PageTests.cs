using System.Net;
using System.Text.Json.Nodes;

namespace Demo.Tests.Page;

public sealed class PageTests(BrowserRun run) : IClassFixture<BrowserRun>
{
    [Theory]
    [MemberData(nameof(Scenarios.All), MemberType = typeof(Scenarios))]
    public void Every_scenario_passes_in_the_browser(string scenario, string expected)
    {
        SkipWithoutBrowser();
        var saw = run.Saw[scenario];

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), saw["saw"]),
            $"Expected {expected}, the browser saw {saw["saw"]?.ToJsonString()}");
        Assert.Equal("[]", saw["complaints"]!.ToJsonString());
    }

    [Fact]
    public void Every_scenario_of_the_script_has_an_expectation()
    {
        SkipWithoutBrowser();
        Assert.Equal(Scenarios.All.Select(row => row.Data.Item1).Order(), run.Saw.Keys.Order());
    }

    [Theory]
    [InlineData("demo", "text/html; charset=utf-8")]
    [InlineData("demo/demo.js", "text/javascript; charset=utf-8")]
    [InlineData("demo/demo.css", "text/css; charset=utf-8")]
    [InlineData("demo/icon.svg", "image/svg+xml")]
    public void Every_file_has_its_media_type_and_a_strict_content_security_policy(string path, string mediaType)
    {
        var answer = run.Answers[path];

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.ToString());
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("demo/no-such-file.js")]
    [InlineData("demo/..%2fhost.json")]
    public void A_file_that_is_not_the_pages_own_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, run.Answers[path].StatusCode);

    [Fact]
    public void A_trailing_slash_redirects_to_the_page()
    {
        var answer = run.Answers["demo/"];

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal(new Uri("../demo", UriKind.Relative), answer.Headers.Location);
    }

    private static void SkipWithoutBrowser() =>
        Assert.SkipUnless(Browser.IsAvailable, "Chromium comes from the npm package for Linux on x64; CI runs this.");
}
