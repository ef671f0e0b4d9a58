using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EndToEnd.Tests.Reliability;

/// <summary>What callers are told while the app is busy or not ready, and that waiting messages and files are kept.</summary>
public sealed class BadTimeTests(SharedHost shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_beyond_the_queue_limit_are_told_to_retry_and_the_others_are_served()
    {
        await using var host = await shared.StartAnotherAsync(("Sentiment__QueueTexts", "8"), ("Sentiment__ParallelRuns", "1"));
        var documents = Enumerable.Range(0, 200)
            .Select(i => new { id = $"{i}", text = string.Join(' ', Enumerable.Repeat("good", 60)) }).ToList();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => host.Http.PostAsync("api/score", Json(new { documents }), Stop)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers.Select(answer => answer.StatusCode).Distinct().Order());
        foreach (var answer in answers)
        {
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
            if (answer.IsSuccessStatusCode)
                Assert.Equal(documents.Count, json.GetProperty("results").GetArrayLength());
            else
                AssertComeAgain(answer, json, "busy");
        }

        using var later = await host.Http.PostAsync("api/score", Json(new { text = "good" }), Stop);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.DoesNotContain("Refused a call", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_model_is_missing_callers_get_an_error_and_messages_and_files_wait()
    {
        using var model = new MovableModel();
        await using var rig = await FaultRig.StartAsync(shared.Host.Storage,
            settings: [("Sentiment__Model", model.Path), ("Sentiment__ModelWaitSeconds", "5")]);
        var file = new CsvWatch(rig.Host, "waiting.csv");
        using var rows = new CsvFile(rows: 10, noteCharacters: 1);

        await file.DropAsync(rows.Path, Stop);
        await rig.SendAsync(300);
        await rig.UntilAsync(() => rig.Host.Log.Contains("ScoreQueue failed", StringComparison.Ordinal), "failure");
        foreach (var ask in new Func<Task<HttpResponseMessage>>[] {
            () => rig.Host.Http.PostAsync("api/score", Json(new { text = "good" }), Stop),
            () => rig.Host.Http.GetAsync("api/ready", Stop) })
        {
            using var answer = await ask();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            AssertComeAgain(answer, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop), "model_unavailable");
        }

        Assert.Empty((await rig.LookAsync()).Scored); // Messages that can never be scored are rejected without a model.
        model.Restore();

        using (var answer = await rig.Host.Http.PostAsync("api/score", Json(new { text = "good" }), Stop))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var found = await rig.FinishAsync("Model missing, then restored");
        Assert.Empty(found.Dead);
        Assert.Equal(10, (await file.FinishAsync(Stop)).Summary.GetProperty("rows").GetInt32());
    }

    private static void AssertComeAgain(HttpResponseMessage answer, JsonElement problem, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>In one piece: a chunked body does not reach the app.</summary>
    private static ByteArrayContent Json(object value) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value)) { Headers = { ContentType = new("application/json") } };
}
