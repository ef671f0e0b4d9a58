using System.Text;
using System.Text.Json;
using Amqp;
using Amqp.Framing;
using FunctionsHost.ServiceBus;

namespace FunctionsHost.Samples;

/// <summary>One message for the queue door. Its result is looked at, not taken: it stays on the queue for who wants to see it.</summary>
internal sealed class QueueSample(BusClient bus, string queue, string scoredQueue)
    : Sample("Queue", Review, $"queue {queue} -> {scoredQueue} at {bus.Endpoint.Host}:{bus.Endpoint.Port}")
{
    private const string Review = "The plot is dull and the acting is worse.";

    public override async Task<(string Label, double Score)> SendAsync(CancellationToken cancel)
    {
        var id = $"sample-{Guid.NewGuid():N}";
        var connection = await bus.ConnectAsync(queue, cancel);
        var sender = new SenderLink(connection.Session, id, queue);
        await sender.SendAsync(new Message
        {
            Properties = new Properties { MessageId = id, ContentType = "application/json" },
            BodySection = new Data { Binary = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { id = "sample", text = Review })) },
        }).WaitAsync(cancel);
        await Task.Yield(); // Off the connection's own thread.
        await sender.CloseAsync().WaitAsync(cancel);
        return await ResultQueue.FindAsync(bus, scoredQueue, json => Text(json, "messageId") == id ? Score(json) : null, cancel);

        static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
        static (string, double)? Score(JsonElement json) => (json.GetProperty("label").GetString()!, json.GetProperty("score").GetDouble());
    }
}
