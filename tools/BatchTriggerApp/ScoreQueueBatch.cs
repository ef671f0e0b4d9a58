using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Sentiment.Inference;

namespace BatchTriggerApp;

/// <summary>Scores a batch of messages with one call of the engine. It shows the queue function with a batch trigger.</summary>
public static class ScoreQueueBatch
{
    /// <summary>Scores one batch. Every element of the result is sent as one message.</summary>
    /// <param name="messages">JSON objects with a <c>text</c>.</param>
    /// <param name="context">Contains the delivery counts of the messages.</param>
    /// <param name="cancellationToken">Cancels the invocation.</param>
    [Function(nameof(ScoreQueueBatch))]
    [ServiceBusOutput("%ScoredQueue%", Connection = "ServiceBus")]
    public static async Task<string[]> RunAsync(
        [ServiceBusTrigger("%ReviewQueue%", Connection = "ServiceBus", IsBatched = true)] string[] messages,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(context);
        var deliveries = JsonSerializer.Deserialize<int[]>(context.BindingContext.BindingData["DeliveryCountArray"]!.ToString()!)!;
        var reviews = Array.ConvertAll(messages, message => JsonElement.Parse(message));
        var engine = await SharedEngine.GetAsync(cancellationToken);
        var scores = await engine.ScoreAsync(
            Array.ConvertAll(reviews, review => review.GetProperty("text").GetString()!), cancellationToken);
        return [.. reviews.Select((review, i) => JsonSerializer.Serialize(new
        {
            deliveryCount = deliveries[i],
            scores[i].Label,
            scores[i].Score,
            scores[i].Scores,
            scores[i].Tokens,
            scores[i].Truncated,
            scoredAt = DateTimeOffset.UtcNow,
            review,
        }))];
    }
}
