using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Queue;

/// <summary>The output of a message: one result or one rejection, as JSON. Null sends nothing.</summary>
/// <remarks>
/// Arrays of strings, because the Functions host sends their elements as they are. An object, or a string that holds one, it would read and
/// write again: indented, with other numbers and dates (FunctionBinding.ReadAsEnumerable of azure-functions-host).
/// </remarks>
public sealed class ScoreQueueOutput
{
    /// <summary>The scored review.</summary>
    [ServiceBusOutput("%ScoredQueue%", Connection = "ServiceBus")]
    public IReadOnlyList<string>? Scored { get; init; }

    /// <summary>The message that can never be scored.</summary>
    [ServiceBusOutput("%RejectedQueue%", Connection = "ServiceBus")]
    public IReadOnlyList<string>? Rejected { get; init; }
}
