using System.Text;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Queue;

/// <summary>
/// Scores the review queue: one message in, one result or one rejection out. The host runs as many invocations at a time as host.json
/// allows, and the engine merges them into micro-batches. A message that can never be scored is rejected with a reason. A temporary failure
/// throws, so that Service Bus delivers the message again and finally dead-letters it. The host renews the message's lock while the
/// invocation runs.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="logger">Logs texts if the settings allow it; otherwise nothing is logged for a message.</param>
public sealed class ScoreQueue(ScoringOptions options, ILogger<ScoreQueue> logger)
{
    /// <summary>Scores one message.</summary>
    /// <exception cref="ModelLoadException">No model could be loaded in time; the message is delivered again.</exception>
    [Function(nameof(ScoreQueue))]
    public async Task<ScoreQueueOutput> RunAsync(
        [ServiceBusTrigger("%ReviewQueue%", Connection = "ServiceBus")] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        await Task.Delay(Redelivery.Wait(message.DeliveryCount, TimeSpan.FromSeconds(options.RedeliverySeconds)), cancellationToken);
        return await InvocationTelemetry.MeasureAsync(Trigger.Queue, work => ScoreAsync(message, work, cancellationToken));
    }

    private async Task<ScoreQueueOutput> ScoreAsync(
        ServiceBusReceivedMessage message, Invocation work, CancellationToken cancellationToken)
    {
        work.Reviews = 1;
        work.Tell("messaging.system", "servicebus");
        work.Tell("messaging.operation.type", "process");
        work.Tell("messaging.message.id", message.MessageId);
        var body = MessageBody.Of(message);
        var review = ReviewMessage.Parse(body, options);
        if (review.Rejection is { } rejection)
            return Rejected(rejection);

        logger.LogInput(options.LogInput, [review.Text]);
        var engine = await EngineRetry.LoadAsync(TimeSpan.FromSeconds(options.ModelWaitSeconds), cancellationToken);
        var score = (await engine.ScoreWithRetryAsync([review.Text], mayBlock: true, cancellationToken))[0];
        if (TextValidation.Of(score) is { } refusal)
            return Rejected(refusal.Message);
        var result = QueueMessages.Scored(review, score!, score!.DecidedBy ?? engine.Model, message, DateTimeOffset.UtcNow);
        if (Encoding.UTF8.GetByteCount(result) > options.MaxMessageBytes)
            return Rejected(
                $"The result would be larger than {options.MaxMessageBytes} bytes: the message's other members and properties " +
                "are too large to send on.");
        work.Done(scored: 1, rejected: 0);
        return new() { Scored = [result] };

        ScoreQueueOutput Rejected(string reason)
        {
            work.Done(scored: 0, rejected: 1);
            return new() { Rejected = [QueueMessages.Rejected(body, reason, message, options.MaxMessageBytes)] };
        }
    }
}
