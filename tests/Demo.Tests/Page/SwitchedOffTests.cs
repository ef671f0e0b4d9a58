using System.Net;
using System.Text.Json;
using Demo.Tests.Support;

namespace Demo.Tests.Page;

public sealed class SwitchedOffTests
{
    [Fact]
    public async Task A_page_that_is_switched_off_is_not_found_and_says_how_to_get_it()
    {
        await using var app = await ServedApp.StartAsync(("Sentiment__DemoPage", "false"));
        using var http = new HttpClient();

        using var page = await http.GetAsync(app.Page, TestContext.Current.CancellationToken);
        using var script = await http.GetAsync(new Uri(app.Page, "demo/demo.js"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, script.StatusCode);
        Assert.Equal("application/problem+json", page.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Sentiment__DemoPage", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
