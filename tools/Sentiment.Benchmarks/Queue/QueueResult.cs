namespace Sentiment.Benchmarks.Queue;

/// <summary>What one design did at one latency.</summary>
/// <param name="Design">Its name.</param>
/// <param name="Latency">How long the broker waits before it answers, in milliseconds.</param>
/// <param name="PerSecond">Reviews a second with a backlog.</param>
/// <param name="Times">From sending a review to its result without a backlog, in milliseconds.</param>
/// <param name="Repeated">Of 200 reviews beside one message that always fails: how many were scored at a later delivery only.</param>
/// <param name="DeadLettered">How many of the 200 ended in the dead-letter queue.</param>
internal sealed record QueueResult(string Design, int Latency, double PerSecond, IReadOnlyList<double> Times,
    int Repeated, int DeadLettered);
