using Microsoft.Extensions.Logging;

namespace SentimentFunctions.Csv;

/// <summary>Says how far a long file has come, every few seconds: a log line for the operator, a blob for whoever waits.</summary>
/// <param name="summary">How far it has come.</param>
/// <param name="write">Writes the blob.</param>
/// <param name="logger">Takes the line.</param>
/// <param name="time">Measures the seconds.</param>
internal sealed class CsvProgress(CsvSummary summary, Func<string, CancellationToken, Task> write, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long last = time.GetTimestamp();

    /// <summary>Call it as often as you like.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(last) < Interval)
            return;
        last = time.GetTimestamp();
        logger.LogInformation("{Progress}", summary.ToString());
        await write(summary.ToJson(), cancellationToken);
    }
}
