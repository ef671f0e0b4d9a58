using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Queue;

/// <summary>
/// The queue door: a batch of messages in, scored and rejected ones out. What can never be scored is rejected with its reason; what may work
/// later throws, so that Service Bus delivers the batch again and in the end dead-letters it.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="logger">One line a batch; never a review's text, unless the settings allow it.</param>
public sealed class ScoreQueue(DoorOptions options, ILogger<ScoreQueue> logger)
{
    /// <summary>Scores one batch with one call of the engine.</summary>
    /// <exception cref="ModelLoadException">There is no model now; the batch comes again.</exception>
    [Function(nameof(ScoreQueue))]
    public async Task<QueueOutput> RunAsync(
        [ServiceBusTrigger("%ReviewQueue%", Connection = "ServiceBus", IsBatched = true)] string[] messages,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(context);
        var metadata = new MessageMetadata(context.BindingContext);
        await Task.Delay(Redelivery.Wait(metadata, messages.Length, TimeSpan.FromSeconds(options.RedeliverySeconds)), cancellationToken);
        return await Telemetry.MeasureAsync(Door.Queue, context, work => ScoreAsync(messages, metadata, work, cancellationToken));
    }

    private async Task<QueueOutput> ScoreAsync(string[] messages, MessageMetadata metadata, DoorWork work, CancellationToken cancellationToken)
    {
        work.Reviews = messages.Length;
        work.Tell("messaging.system", "servicebus");
        work.Tell("messaging.operation.type", "process");
        work.Tell("messaging.batch.message_count", messages.Length);
        var reviews = Array.ConvertAll(messages, body => ReviewMessage.Parse(body, options));
        var texts = reviews.Where(review => review.Rejection is null).Select(review => review.Text).ToList();
        logger.LogInput(options.LogInput, texts);
        var engine = await SharedEngine.GetAsync(cancellationToken);
        var scores = await engine.ScorePatientlyAsync(texts, cancellationToken);

        var (scored, rejected) = (new List<string>(texts.Count), new List<string>());
        var now = DateTimeOffset.UtcNow;
        for (int i = 0, next = 0; i < reviews.Length; i++)
        {
            var rejection = reviews[i].Rejection;
            if (rejection is null)
            {
                var message = QueueMessages.Scored(reviews[i], scores[next++], engine.Model, metadata, i, now);
                if (Encoding.UTF8.GetByteCount(message) <= options.MaxMessageBytes)
                    scored.Add(message);
                else
                    rejection = $"The result would be larger than {options.MaxMessageBytes} bytes: the message's other members are too large to send on.";
            }

            if (rejection is not null)
                rejected.Add(QueueMessages.Rejected(messages[i], rejection, metadata, i, options.MaxMessageBytes));
        }

        work.Done(scored.Count, rejected.Count);
        logger.LogInformation("Scored {Scored} and rejected {Rejected} of {Messages} messages.", scored.Count, rejected.Count, messages.Length);
        return new() { Scored = scored.Count == 0 ? null : [.. scored], Rejected = rejected.Count == 0 ? null : [.. rejected] };
    }
}
