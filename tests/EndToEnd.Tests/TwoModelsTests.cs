using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>With Sentiment__FirstModel, each result of each trigger names the model that decided it.</summary>
public sealed class TwoModelsTests(SharedHost shared)
{
    private const string Sure = "A wonderful, moving and very funny film.", Unsure = "The film is about a man and a dog.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_result_names_the_model_that_decided_it()
    {
        await using var host = await shared.StartAnotherAsync(("Sentiment__Model", "sentiment-small"),
            ("Sentiment__FirstModel", "sentiment-tiny"), ("Sentiment__FirstModelThreshold", "0.9"), ("Sentiment__Undecided", "0.55"));

        var documents = new[] { new { text = Sure }, new { text = Unsure } };
        using var content = new StringContent(JsonSerializer.Serialize(new { documents }), Encoding.UTF8, "application/json");
        using var answer = await host.Http.PostAsync("api/score", content, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal("sentiment-small", body.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(["sentiment-tiny", "sentiment-small"], body.GetProperty("results").EnumerateArray().Select(Decider));

        var queues = new Queues(host);
        await queues.SendAsync("reviews", [("sure", Sure), ("unsure", Unsure)]);
        var results = await queues.ReceiveAsync("scored-reviews", 2, 60);
        Assert.Equal(["sentiment-small", "sentiment-tiny"], results.Select(Decider).Order());
        Assert.All(results, result => Assert.Equal(Decider(result), result.GetProperty("model").GetProperty("name").GetString()));

        await host.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await host.Reviews.GetBlobClient("two.csv").UploadAsync(BinaryData.FromString($"text\n\"{Sure}\"\n{Unsure}\n"), Stop);
        var scored = host.Scored.GetBlobClient("two.csv");
        await Eventually.UntilAsync(async () => await scored.ExistsAsync(Stop), "the scored file");
        var lines = (await scored.DownloadContentAsync(Stop)).Value.Content.ToString().Split("\r\n");
        Assert.EndsWith(",sentiment_decided_by", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",sentiment-tiny", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",sentiment-small", lines[2], StringComparison.Ordinal);

        var summary = host.Scored.GetBlobClient("two.csv.summary.json");
        await Eventually.UntilAsync(async () => await summary.ExistsAsync(Stop), "the summary");
        var counts = JsonElement.Parse((await summary.DownloadContentAsync(Stop)).Value.Content).GetProperty("decidedBy");
        Assert.Equal((1, 1), (counts.GetProperty("sentiment-tiny").GetInt32(), counts.GetProperty("sentiment-small").GetInt32()));

        static string? Decider(JsonElement result) => result.GetProperty("decidedBy").GetString();
    }
}
