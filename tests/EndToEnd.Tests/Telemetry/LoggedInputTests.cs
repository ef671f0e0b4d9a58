using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace EndToEnd.Tests.Telemetry;

/// <summary>What the log contains of the reviews.</summary>
public sealed class LoggedInputTests(SharedHost shared)
{
    private const string Marker = "zyzzogeton";

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Text = new("text/plain");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_default_the_log_contains_no_text_of_any_input_valid_or_not()
    {
        foreach (var body in new[] { $"{{\"text\":\"I love my {Marker}\"}}", $"{{\"text\":\"{Marker}", $"{{\"{Marker}\":1}}",
            $"{{\"text\":\"a\",\"text\":\"{Marker}\"}}" })
            await CallAsync(shared.Host, body, Json);
        await new Queues(shared.Host).SendAsync("reviews",
            [("l-1", $"My {Marker} broke"), ("l-2", $"{{\"{Marker}\":"), ("l-3", $"[\"{Marker}\"]")]);
        await new Queues(shared.Host).UntilThereAsync("rejected-reviews", ["l-2", "l-3"]);
        await DropAsync("logged-good", $"id,text\n1,a good {Marker}\n2,a {Marker},too many\n");
        await DropAsync("logged-headless", $"good {Marker},5\nbad {Marker},1\n");
        await DropAsync("logged-open", $"id,text\n1,\"a {Marker}{new string('x', 34_000_000)}");

        Assert.Contains("logged-headless.csv: not scored", shared.Host.Log);
        Assert.DoesNotContain(Marker, shared.Host.Log);
    }

    [Fact]
    public async Task A_setting_logs_hashes_of_HTTP_and_queue_inputs()
    {
        await using var host = await shared.StartAnotherAsync(("Sentiment__LogInput", "Hash"));

        await CallAsync(host, $"I love my {Marker}", Text);
        await new Queues(host).SendAsync("reviews", [("h-1", $"My {Marker} broke")]);
        await new Queues(host).ReceiveAsync("scored-reviews", 1, 60);

        Assert.All([$"I love my {Marker}", $"My {Marker} broke"], text =>
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16], host.Log));
        Assert.DoesNotContain(Marker, host.Log);
    }

    private static async Task CallAsync(RunningHost host, string body, MediaTypeHeaderValue type)
    {
        using var content = new StringContent(body, type);
        using var response = await host.Http.PostAsync("api/score", content, Stop);
    }

    private async Task DropAsync(string name, string content)
    {
        await shared.Host.Reviews.CreateIfNotExistsAsync(cancellationToken: Stop);
        await shared.Host.Reviews.GetBlobClient($"{name}.csv").UploadAsync(BinaryData.FromString(content), Stop);
        await Eventually.UntilAsync(
            async () => await shared.Host.Scored.GetBlobClient($"{name}.csv.summary.json").ExistsAsync(Stop), $"summary of {name}");
    }
}
