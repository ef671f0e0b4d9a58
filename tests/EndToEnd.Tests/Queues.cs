using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>The queues of a broker, through the official client.</summary>
internal sealed class Queues(string serviceBus)
{
    /// <summary>Those of a running host.</summary>
    public Queues(RunningHost host) : this(host.ServiceBus)
    {
    }

    /// <summary>The broker, as a connection string.</summary>
    public string ServiceBus => serviceBus;

    /// <summary>Sends the bodies, byte for byte.</summary>
    public async Task SendAsync(string queue, IEnumerable<(string MessageId, byte[] Body)> messages)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, messages.Select(message => JsonSerializer.Serialize(new { messageId = message.MessageId, bytes = message.Body })));
        await RunningHost.Client.RunAsync(TimeSpan.FromMinutes(2), "queues.mjs", "send", serviceBus, queue, file);
        File.Delete(file);
    }

    /// <summary>Sends texts.</summary>
    public Task SendAsync(string queue, IEnumerable<(string MessageId, string Body)> messages) =>
        SendAsync(queue, messages.Select(message => (message.MessageId, Encoding.UTF8.GetBytes(message.Body))));

    /// <summary>The bodies of the next messages, as many as come in time.</summary>
    public async Task<List<JsonElement>> ReceiveAsync(string queue, int count, int seconds)
    {
        var lines = await RunningHost.Client.RunAsync(
            TimeSpan.FromSeconds(seconds + 60), "queues.mjs", "receive", serviceBus, queue, $"{count}", $"{seconds}");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("body"))];
    }

    /// <summary>All messages that are in the queue, locked ones included, left where they are.</summary>
    public async Task<List<(string MessageId, JsonElement Body)>> PeekAsync(string queue)
    {
        var lines = await RunningHost.Client.RunAsync(TimeSpan.FromMinutes(4), "queues.mjs", "peek", serviceBus, queue);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(message => (message.GetProperty("messageId").GetString()!, message.GetProperty("body")))];
    }

    /// <summary>Waits until messages with these ids are in the queue, and leaves them there.</summary>
    public async Task<Dictionary<string, JsonElement>> UntilThereAsync(string queue, IReadOnlyCollection<string> messageIds)
    {
        var found = new Dictionary<string, JsonElement>();
        await Eventually.UntilAsync(
            async () =>
            {
                found = (await PeekAsync(queue)).Select(message => message.Body).Where(body => body.ValueKind == JsonValueKind.Object)
                    .DistinctBy(Id).ToDictionary(Id);
                return messageIds.All(found.ContainsKey);
            },
            $"{string.Join(", ", messageIds)} in {queue}");
        return found;

        static string Id(JsonElement body) => body.GetProperty("messageId").GetString()!;
    }
}
