using System.Diagnostics;

namespace Sentiment.Benchmarks.Csv;

/// <summary>What one way took for all texts.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="CpuSeconds">On all processors together: what other processes do at the time changes it little.</param>
internal readonly record struct Timing(double Seconds, double CpuSeconds)
{
    /// <summary>Measures this process while it does something.</summary>
    public static async Task<Timing> MeasureAsync(Func<Task> run)
    {
        GC.Collect();
        var (clock, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await run();
        return new(Stopwatch.GetElapsedTime(clock).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}
