using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SentimentFunctions.Csv;

/// <summary>Says how far a long file has come, every few seconds: a log line for the operator, a blob for whoever waits.</summary>
internal sealed class CsvProgress(ScoredFile output, CsvSummary summary, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long last = Stopwatch.GetTimestamp();

    /// <summary>Call it as often as you like.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        if (Stopwatch.GetElapsedTime(last) < Interval)
            return;
        last = Stopwatch.GetTimestamp();
        logger.LogInformation("{Progress}", summary.ToString());
        await output.WriteProgressAsync(summary.ToJson(), cancellationToken);
    }
}
