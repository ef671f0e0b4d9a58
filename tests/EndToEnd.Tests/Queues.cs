using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>The queues of a running host, through the official client.</summary>
internal sealed class Queues(RunningHost host)
{
    /// <summary>Sends the bodies, byte for byte.</summary>
    public async Task SendAsync(string queue, IEnumerable<(string MessageId, byte[] Body)> messages)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, messages.Select(message => JsonSerializer.Serialize(new { messageId = message.MessageId, bytes = message.Body })));
        await RunningHost.Client.RunAsync(TimeSpan.FromMinutes(2), "queues.mjs", "send", host.ServiceBus, queue, file);
        File.Delete(file);
    }

    /// <summary>Sends texts.</summary>
    public Task SendAsync(string queue, IEnumerable<(string MessageId, string Body)> messages) =>
        SendAsync(queue, messages.Select(message => (message.MessageId, Encoding.UTF8.GetBytes(message.Body))));

    /// <summary>The bodies of the next messages, as many as come in time.</summary>
    public async Task<List<JsonElement>> ReceiveAsync(string queue, int count, int seconds)
    {
        var lines = await RunningHost.Client.RunAsync(
            TimeSpan.FromSeconds(seconds + 60), "queues.mjs", "receive", host.ServiceBus, queue, $"{count}", $"{seconds}");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("body"))];
    }
}
