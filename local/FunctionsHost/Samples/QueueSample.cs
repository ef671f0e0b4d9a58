using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace FunctionsHost.Samples;

/// <summary>One message for the queue function. Its result is peeked, not received: it stays on the queue.</summary>
internal sealed class QueueSample(ServiceBusClient serviceBus, string queue, string scoredQueue)
    : Sample("Queue", Review, $"queue {queue} -> {scoredQueue} at {serviceBus.FullyQualifiedNamespace}")
{
    private const string Review = "The plot is dull and the acting is worse.";

    public override async Task<(string Label, double Score)> SendAsync(CancellationToken cancellationToken)
    {
        var id = $"sample-{Guid.NewGuid():N}";
        await using var sender = serviceBus.CreateSender(queue);
        var body = BinaryData.FromObjectAsJson(new { id = "sample", text = Review });
        await sender.SendMessageAsync(new ServiceBusMessage(body) { MessageId = id, ContentType = "application/json" }, cancellationToken);
        return await ResultQueue.FirstAsync(cancellationToken, late => ScoredAsync(id, late), late => DeadLetteredAsync(id, late));
    }

    private async Task<(string, double)> ScoredAsync(string id, CancellationToken cancellationToken)
    {
        // The id is unique, so the message with this id is the result.
        var found = await ResultQueue.FindAsync(
            serviceBus.CreateReceiver(scoredQueue),
            message => message.Body.ToString().Contains(id, StringComparison.Ordinal), cancellationToken);
        using var json = JsonDocument.Parse(found.Body);
        return (json.RootElement.GetProperty("label").GetString()!, json.RootElement.GetProperty("score").GetDouble());
    }

    private async Task<(string, double)> DeadLetteredAsync(string id, CancellationToken cancellationToken)
    {
        var deadLetters = serviceBus.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var dead = await ResultQueue.FindAsync(deadLetters, message => message.MessageId == id, cancellationToken);
        throw new HostException($"dead-lettered: {dead.DeadLetterErrorDescription} The log above says why.");
    }
}
