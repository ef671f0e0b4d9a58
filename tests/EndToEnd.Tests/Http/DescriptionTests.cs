using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EndToEnd.Tests.Reliability;

namespace EndToEnd.Tests.Http;

/// <summary>The trigger's own description against the running app.</summary>
public sealed class DescriptionTests(SharedHost shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_documented_answer_is_given_as_it_is_described_and_no_other()
    {
        using var model = new MovableModel();
        await using var late = await shared.StartAnotherAsync(
            ("Sentiment__Model", model.Path), ("Sentiment__QueueTexts", "1"), ("Sentiment__ParallelRuns", "1"),
            ("AzureWebJobs.ScoreCsvPart.Disabled", "1")); // files stay unfinished
        var description = new Description(await shared.Host.Http.GetStringAsync("api/openapi.json", Stop));
        var given = new Answers(description);
        Assert.StartsWith("3.1", description.At("openapi").GetString());

        foreach (var path in new[] { "/health", "/ready", "/openapi.json" })
            await given.CheckAsync(shared.Host.Http, HttpMethod.Get, path);
        foreach (var body in Bodies())
            await given.CheckAsync(shared.Host.Http, HttpMethod.Post, "/score", body);
        await given.CheckAsync(shared.Host.Http, HttpMethod.Post, "/score", Json(new { text = "good" }), chunked: true);
        await given.CheckAsync(late.Http, HttpMethod.Get, "/ready"); // no model yet
        await given.CheckAsync(late.Http, HttpMethod.Post, "/score", Json(new { text = "good" }));
        model.Restore();
        // no room
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => given.CheckAsync(late.Http, HttpMethod.Post, "/score", Json(Many(100)))));

        await DropAsync(late, "scoring");
        await DropAsync(shared.Host, "done");
        foreach (var (http, file) in new[] { (late.Http, "described.csv"), (shared.Host.Http, "described.csv"),
            (late.Http, "missing.csv") })
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
                await given.CheckAsync(http, method, "/files/{name}", name: file);

        Assert.Equal(given.Documented.Order(), given.Seen.Distinct().Order());
    }

    [Theory]
    [InlineData("""{"status": "live"}""", true)]
    [InlineData("""{"status": "dead"}""", false)]
    [InlineData("""{"status": "live", "since": 1}""", false)] // not described
    [InlineData("{}", false)]
    public async Task An_answer_that_differs_from_its_description_is_found(string answer, bool isDescribed)
    {
        var description = new Description(await shared.Host.Http.GetStringAsync("api/openapi.json", Stop));
        var violations = description.Violations(
            JsonSerializer.Deserialize<JsonElement>(answer), "paths", "/health", "get", "responses", "200", "content",
            "application/json", "schema");
        Assert.Equal(isDescribed, !violations.Any());
    }

    /// <summary>Drops a file and waits until it has the given state.</summary>
    private static async Task DropAsync(RunningHost host, string expected)
    {
        await host.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await host.Reviews.GetBlobClient("described.csv").UploadAsync(BinaryData.FromString("text\ngood\n"), Stop);
        await Eventually.UntilAsync(
            async () => (await host.Http.GetStringAsync("api/files/described.csv", Stop)).Contains($"\"state\":\"{expected}\"",
                StringComparison.Ordinal),
            expected);
    }

    private static IEnumerable<HttpContent> Bodies()
    {
        yield return Text("fine", "text/plain");
        yield return Json(new { text = "Good. Not great, though!", sentences = true, explain = true });
        yield return Json(
            new
            {
                documents = new object[] { new { id = "a", text = "Good. Bad." }, new { id = 7, text = "" }, new { text = "fine" } },
                sentences = true
            });
        yield return Text("{", "application/json"); // 400
        yield return Text("", "application/json"); // 400
        yield return new ByteArrayContent(new byte[5_000_000]); // 413
        yield return Text("<a/>", "text/xml"); // 415
        yield return Json(new { text = " " }); // 422
    }

    private static object Many(int count) => new { documents = Enumerable.Range(0, count).Select(i => new { text = $"good {i}" }) };

    private static StringContent Text(string text, string mediaType) => new(text, Encoding.UTF8, mediaType);

    private static ByteArrayContent Json(object value) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value)) { Headers = { ContentType = new("application/json") } };

    /// <summary>The documented answers that were given.</summary>
    private sealed class Answers(Description description)
    {
        /// <summary>Method, path and status of each.</summary>
        public IEnumerable<string> Documented =>
            from path in description.At("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            where method.Name != "parameters"
            from status in method.Value.GetProperty("responses").EnumerateObject()
            select $"{method.Name} {path.Name} {status.Name}";

        public System.Collections.Concurrent.ConcurrentQueue<string> Seen { get; } = new();

        /// <summary>Calls the app and checks that status, media type, body and headers of the answer are documented.</summary>
        public async Task CheckAsync(HttpClient http, HttpMethod method, string path, HttpContent? content = null, bool chunked = false,
            string name = "")
        {
            using var request = new HttpRequestMessage(method,
                $"api{path.Replace("{name}", name, StringComparison.Ordinal)}")
            { Content = content };
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await http.SendAsync(request, Stop);

            var status = $"{(int)response.StatusCode}";
            string[] responses = ["paths", path, method.Method.ToLowerInvariant(), "responses"];
            Assert.True(description.At(responses).TryGetProperty(status, out _),
                $"{method} {path} answered {status}, which is not documented.");
            var place = description.Resolve([.. responses, status]);
            var documented = description.At(place);
            var mediaType = response.Content.Headers.ContentType!.MediaType!;
            Assert.True(documented.GetProperty("content").TryGetProperty(mediaType, out _), $"{mediaType} of {status} is not documented.");
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
            Assert.Empty(description.Violations(answer, [.. place, "content", mediaType, "schema"]));
            foreach (var header in documented.TryGetProperty("headers", out var headers)
                ? headers.EnumerateObject().Select(header => header.Name) : [])
                Assert.True(header == "traceparent" || response.Headers.Contains(header), $"{status} has no {header}.");
            Seen.Enqueue($"{method.Method.ToLowerInvariant()} {path} {status}");
        }
    }
}
