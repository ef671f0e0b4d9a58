using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EndToEnd.Tests.Http;

/// <summary>Cancelling a file between its upload and its reading.</summary>
public sealed class CancelTests(SharedHost shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_is_not_read_yet_is_not_cancelled_and_neither_is_the_one_before_it()
    {
        var containers = RunningHost.NewSuffix();
        await using (var reading = await StartAsync(containers))
        {
            await reading.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
            await UploadAsync(reading, "begun.csv", "text\ngood\n");
            await UploadAsync(reading, "ended.csv", "%PDF-1.7\n");
            await Eventually.UntilAsync(async () => await StateAsync(reading, "begun.csv") == "scoring", "plan");
            await Eventually.UntilAsync(async () => await StateAsync(reading, "ended.csv") == "refused", "summary");
        }

        await using var idle = await StartAsync(containers, ("AzureWebJobs.ScoreCsv.Disabled", "1"));
        var output = idle.Scored.GetBlobClient("begun.csv");
        await output.UploadAsync(BinaryData.FromString("an earlier version"), Stop);
        foreach (var name in new[] { "begun.csv", "ended.csv", "new.csv" })
        {
            await UploadAsync(idle, name, "text\nbad\n");
            using var response = await idle.Http.DeleteAsync($"api/files/{name}", Stop);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);

            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
            Assert.Equal("not_started", problem.GetProperty("code").GetString());
            Assert.Contains($"'{name}' has been uploaded, but not read yet", problem.GetProperty("detail").GetString());
            Assert.Equal("waiting", await StateAsync(idle, name));
        }

        Assert.True(await output.ExistsAsync(Stop));
        Assert.True(await idle.Scored.GetBlobClient("begun.csv.progress.jsonl").ExistsAsync(Stop));
    }

    /// <summary>Starts a host that scores no parts, so that files stay unfinished.</summary>
    private Task<RunningHost> StartAsync(string containers, params (string Name, string Value)[] settings) => RunningHost.StartAsync(
        containers, 1,
        [.. SharedHost.StorageIn(shared.Host.Storage), ("AzureWebJobs.ScoreCsvPart.Disabled", "1"), .. settings]);

    private static async Task UploadAsync(RunningHost host, string name, string content) =>
        await host.Reviews.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true, Stop);

    private static async Task<string?> StateAsync(RunningHost host, string name) =>
        (await host.Http.GetFromJsonAsync<JsonElement>($"api/files/{name}", Stop)).GetProperty("state").GetString();
}
