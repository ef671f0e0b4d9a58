using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace EndToEnd.Tests;

/// <summary>The queues of a broker, accessed through the official client.</summary>
internal sealed class Queues(string serviceBus)
{
    /// <summary>The queues of a running host.</summary>
    public Queues(RunningHost host) : this(host.ServiceBus)
    {
    }

    /// <summary>The broker's connection string.</summary>
    public string ServiceBus => serviceBus;

    /// <summary>Sends the bodies, byte for byte.</summary>
    public async Task SendAsync(string queue, IEnumerable<(string MessageId, byte[] Body)> messages)
    {
        await using var client = new ServiceBusClient(serviceBus);
        var sender = client.CreateSender(queue);
        foreach (var chunk in messages.Chunk(100))
            await Task.WhenAll(chunk.Select(message => sender.SendMessageAsync(new(message.Body) { MessageId = message.MessageId })));
    }

    /// <summary>Sends texts.</summary>
    public Task SendAsync(string queue, IEnumerable<(string MessageId, string Body)> messages) =>
        SendAsync(queue, messages.Select(message => (message.MessageId, Encoding.UTF8.GetBytes(message.Body))));

    /// <summary>The bodies of the next messages, as many as arrive in time.</summary>
    public async Task<List<JsonElement>> ReceiveAsync(string queue, int count, int seconds)
    {
        await using var client = new ServiceBusClient(serviceBus);
        var receiver = client.CreateReceiver(queue);
        var bodies = new List<JsonElement>();
        for (var end = DateTime.UtcNow.AddSeconds(seconds); bodies.Count < count && DateTime.UtcNow < end;)
        {
            foreach (var message in await receiver.ReceiveMessagesAsync(Math.Min(64, count - bodies.Count), TimeSpan.FromSeconds(2)))
            {
                bodies.Add(Body(message));
                await receiver.CompleteMessageAsync(message);
            }
        }

        return bodies;
    }

    /// <summary>All messages in the queue, including locked ones. They stay there.</summary>
    public async Task<List<(string MessageId, JsonElement Body)>> PeekAsync(string queue)
    {
        await using var client = new ServiceBusClient(serviceBus);
        return await PeekAsync(client, queue);
    }

    /// <summary>Waits until messages with these ids are in the queue, and leaves them there.</summary>
    public async Task<Dictionary<string, JsonElement>> UntilThereAsync(string queue, IReadOnlyCollection<string> messageIds)
    {
        await using var client = new ServiceBusClient(serviceBus);
        var found = new Dictionary<string, JsonElement>();
        await Eventually.UntilAsync(
            async () =>
            {
                found = (await PeekAsync(client, queue)).Select(message => message.Body).Where(body => Id(body) is not null)
                    .DistinctBy(Id).ToDictionary(body => Id(body)!);
                return messageIds.All(found.ContainsKey);
            },
            $"{string.Join(", ", messageIds)} in {queue}");
        return found;

        static string? Id(JsonElement body) =>
            body.ValueKind == JsonValueKind.Object && body.TryGetProperty("messageId", out var id) ? id.GetString() : null;
    }

    private static async Task<List<(string MessageId, JsonElement Body)>> PeekAsync(ServiceBusClient client, string queue)
    {
        await using var receiver = client.CreateReceiver(queue);
        var found = new List<(string, JsonElement)>();
        // Until no more are returned: a message that stays is always seen; one that is added or taken meanwhile may be missed.
        while (await receiver.PeekMessagesAsync(250) is { Count: > 0 } messages)
            found.AddRange(messages.Select(message => (message.MessageId, Body(message))));
        return found;
    }

    private static JsonElement Body(ServiceBusReceivedMessage message)
    {
        try
        {
            return JsonElement.Parse(message.Body);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(message.Body.ToString());
        }
    }
}
