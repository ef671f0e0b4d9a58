using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Queue;

/// <summary>What becomes of a message: one result or one rejection, as a JSON object. Null sends nothing.</summary>
public sealed class ScoreQueueOutput
{
    /// <summary>The scored review.</summary>
    [ServiceBusOutput("%ScoredQueue%", Connection = "ServiceBus")]
    public string? Scored { get; init; }

    /// <summary>The message that can never be scored.</summary>
    [ServiceBusOutput("%RejectedQueue%", Connection = "ServiceBus")]
    public string? Rejected { get; init; }
}
