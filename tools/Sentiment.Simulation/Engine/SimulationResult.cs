using Sentiment.Simulation.Arrivals;

namespace Sentiment.Simulation.Engine;

/// <summary>A whole run: the state after every step, and every completion.</summary>
internal sealed record SimulationResult(
    SimulationSettings Settings, ArrivalPattern Pattern, IReadOnlyList<Snapshot> Samples, IReadOnlyList<Completion> Completions)
{
    public Snapshot Last => Samples[^1];

    /// <summary>Whether every job that came in was finished.</summary>
    public bool Cleared => Last.Completed == Last.Arrived;

    /// <summary>Latencies, in seconds, below which these shares (0 to 1) of all jobs stayed.</summary>
    public double[] Latency(params double[] shares) => Percentile.Of(Completions, shares);

    /// <summary>The same for jobs that were finished within each of so many equal spans; NaN where none was.</summary>
    public IReadOnlyList<double[]> LatencyOverTime(int spans, params double[] shares)
    {
        var length = Last.Time / spans;
        var bySpan = Completions.ToLookup(completion => Math.Min(spans - 1, (int)(completion.Finished / length)));
        return [.. Enumerable.Range(0, spans).Select(span => Percentile.Of([.. bySpan[span]], shares))];
    }
}
