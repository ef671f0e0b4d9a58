using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Queue;

/// <summary>What a batch leaves behind: one message an element. Null sends nothing.</summary>
public sealed class QueueOutput
{
    /// <summary>The scored reviews, as JSON objects.</summary>
    [ServiceBusOutput("%ScoredQueue%", Connection = "ServiceBus")]
    public string[]? Scored { get; init; }

    /// <summary>The messages that can never be scored, as JSON objects.</summary>
    [ServiceBusOutput("%RejectedQueue%", Connection = "ServiceBus")]
    public string[]? Rejected { get; init; }
}
