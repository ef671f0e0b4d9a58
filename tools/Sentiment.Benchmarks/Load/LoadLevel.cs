using System.Diagnostics;
using MathNet.Numerics.Statistics;

namespace Sentiment.Benchmarks.Load;

/// <summary>The result of one offered load on one trigger.</summary>
/// <param name="Trigger">HTTP, queue or CSV.</param>
/// <param name="Offered">Reviews a second that were really sent.</param>
/// <param name="Seconds">From the first review sent to the last one scored, and at least as long as reviews were sent.</param>
/// <param name="Latencies">From when a call, message or file should have been sent to its result, in milliseconds; of those that were
/// scored.</param>
internal sealed record LoadLevel(string Trigger, double Offered, double Seconds, IReadOnlyList<double> Latencies)
{
    /// <summary>Reviews in each call, message or file.</summary>
    public int ReviewsEach { get; init; } = 1;

    /// <summary>How long the refusals (429) took, in milliseconds.</summary>
    public IReadOnlyList<double> Refusals { get; init; } = [];

    /// <summary>All other outcomes: timeouts, broken connections, other answers.</summary>
    public int Failed { get; init; }

    /// <summary>The memory of each watched process at the level's end, in bytes.</summary>
    public IReadOnlyList<long> Memory { get; init; } = [];

    /// <summary>Reviews a second that were scored.</summary>
    public double Scored => Latencies.Count * ReviewsEach / Seconds;

    /// <summary>Reviews a second that were refused.</summary>
    public double Refused => Refusals.Count * ReviewsEach / Seconds;

    /// <summary>The smallest time that at least this share of them did not exceed, in milliseconds; NaN when there are none.</summary>
    public static double Percentile(IReadOnlyList<double> times, double share) =>
        times.QuantileCustom(share, QuantileDefinition.R1);
}

/// <summary>The processes whose memory is recorded with each level: the host and its worker.</summary>
internal sealed class WatchedProcesses(int[] ids)
{
    /// <summary>The level, with the resident memory of each process now; 0 for one that has ended.</summary>
    public LoadLevel Seen(LoadLevel level) => level with { Memory = Array.ConvertAll(ids, Memory) };

    private static long Memory(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.WorkingSet64;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }
}
