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
            BodySection = new Data { Binary = JsonSerializer.SerializeToUtf8Bytes(new { id = "sample", text = Review }) },
        }).WaitAsync(cancel);
        await Task.Yield(); // Off the connection's own thread.
        await sender.CloseAsync().WaitAsync(cancel);
        return await ResultQueue.FirstAsync(cancel, late => ScoredAsync(id, late), late => DeadLetteredAsync(id, late));
    }

    private async Task<(string, double)> ScoredAsync(string id, CancellationToken cancel)
    {
        // The id is ours alone, so a message that holds it is the result.
        var found = await ResultQueue.FindAsync(bus, scoredQueue, message => message.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(id)) >= 0, cancel);
        using var json = JsonDocument.Parse(found.Bytes);
        return (json.RootElement.GetProperty("label").GetString()!, json.RootElement.GetProperty("score").GetDouble());
    }

    private async Task<(string, double)> DeadLetteredAsync(string id, CancellationToken cancel)
    {
        var dead = await ResultQueue.FindAsync(bus, queue + "/$DeadLetterQueue", message => message.MessageId == id, cancel);
        throw new HostException($"dead-lettered: {dead.ApplicationProperties.GetValueOrDefault("DeadLetterErrorDescription")} The log above says why.");
    }
}
