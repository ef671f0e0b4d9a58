using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Csv;

/// <summary>The output of a file, or of a part of one: strings, which the Functions host sends as they are.</summary>
public sealed class ScoreCsvOutput
{
    /// <summary>The parts to score, one message each.</summary>
    [ServiceBusOutput("%PartQueue%", Connection = "ServiceBus")]
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>The summaries of files that are done or refused.</summary>
    [ServiceBusOutput("%CompletedQueue%", Connection = "ServiceBus")]
    public IReadOnlyList<string>? Summaries { get; init; }
}
