using Sentiment.Csv;

namespace SentimentFunctions.Csv;

/// <summary>How much of a file is scored.</summary>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Done">The rows of the parts that are scored.</param>
/// <param name="Percent">The share of the rows that is done.</param>
/// <param name="RowsPerSecond">Of all instances together, since the file was planned.</param>
/// <param name="SecondsLeft">An estimate, by that rate; null before the first part is scored.</param>
internal sealed record FileState(long Rows, long Done, double Percent, double RowsPerSecond, double? SecondsLeft)
{
    /// <summary>The state at a time.</summary>
    public static FileState Of(CsvPlan plan, long done, DateTimeOffset now)
    {
        var rate = done / Math.Max(0.001, (now - plan.Planned).TotalSeconds);
        return new(
            plan.Rows,
            done,
            plan.Rows == 0 ? 0 : Math.Round(Math.Min(100, 100.0 * done / plan.Rows), 1),
            Math.Round(rate, 1),
            done == 0 ? null : Math.Round(Math.Max(0, plan.Rows - done) / rate, 1));
    }
}
