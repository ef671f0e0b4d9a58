using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Csv;

/// <summary>The output of a file, or of a part of one.</summary>
public sealed class ScoreCsvOutput
{
    /// <summary>The parts to score, one message each.</summary>
    [ServiceBusOutput("%PartQueue%", Connection = "ServiceBus")]
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>The summary of a file that is done or refused; otherwise null.</summary>
    [ServiceBusOutput("%CompletedQueue%", Connection = "ServiceBus")]
    public string? Summary { get; init; }
}
