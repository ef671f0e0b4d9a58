using System.Text.Json.Nodes;
using Demo.Tests.Support;

namespace Demo.Tests.Page;

/// <summary>One run of the app and of all scenarios against it, shared by the tests that check the results.</summary>
public sealed class BrowserRun : IAsyncLifetime
{
    private readonly Dictionary<string, HttpResponseMessage> answers = [];

    internal IReadOnlyDictionary<string, JsonNode> Saw { get; private set; } = new Dictionary<string, JsonNode>();

    /// <summary>The answers to plain requests, by path below <c>/api/</c>.</summary>
    internal IReadOnlyDictionary<string, HttpResponseMessage> Answers => answers;

    public async ValueTask InitializeAsync()
    {
        await using var app = await ServedApp.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        foreach (var path in (string[])["demo", "demo/", "demo/demo.js", "demo/demo.css", "demo/icon.svg", "demo/no-such-file.js",
            "demo/..%2fhost.json"])
            answers[path] = await http.GetAsync(new Uri(app.Page, path));
        if (Browser.IsAvailable)
            Saw = await Browser.RunAsync(app.Page);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var answer in answers.Values)
            answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
