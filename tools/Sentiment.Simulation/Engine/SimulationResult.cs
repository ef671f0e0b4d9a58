namespace Sentiment.Simulation.Engine;

/// <summary>A whole run: the state after every step, and every completion.</summary>
internal sealed record SimulationResult(
    SimulationSettings Settings, ArrivalPattern Pattern, IReadOnlyList<SystemState> Samples, IReadOnlyList<Completion> Completions)
{
    public SystemState Last => Samples[^1];

    /// <summary>Whether every job that arrived was finished.</summary>
    public bool Cleared => Last.Completed == Last.Arrived;

    /// <summary>The percentiles of latency, in seconds, for these shares (0 to 1) of all jobs.</summary>
    public double[] Latency(params double[] shares) => Percentile.Of(Completions, shares);

    /// <summary>The same for the jobs that were finished in each of the equal time spans; NaN for a span without any.</summary>
    public IReadOnlyList<double[]> LatencyOverTime(int spans, params double[] shares)
    {
        var length = Last.Time / spans;
        var bySpan = Completions.ToLookup(completion => Math.Min(spans - 1, (int)(completion.Finished / length)));
        return [.. Enumerable.Range(0, spans).Select(span => Percentile.Of([.. bySpan[span]], shares))];
    }
}

/// <summary>The state at the end of a step. Jobs and seconds are counted from the start.</summary>
/// <param name="Time">Seconds since the start.</param>
/// <param name="Arrived">Jobs that have arrived.</param>
/// <param name="Waiting">Jobs that have not been started.</param>
/// <param name="InProgress">Jobs that have been started and are not finished.</param>
/// <param name="Completed">Finished jobs.</param>
/// <param name="Ready">Instances that can work.</param>
/// <param name="Instances">All instances, including those that are starting.</param>
/// <param name="WorkedOnDemand">Seconds for which on-demand instances have worked.</param>
/// <param name="WorkedAlwaysReady">Seconds for which always-ready instances have worked.</param>
internal readonly record struct SystemState(
    double Time, long Arrived, long Waiting, long InProgress, long Completed, int Ready, int Instances, double WorkedOnDemand,
    double WorkedAlwaysReady);

/// <summary>Jobs that arrived together and were finished together.</summary>
internal readonly record struct Completion(double Arrived, double Finished, long Jobs)
{
    public double Latency => Finished - Arrived;
}

/// <summary>Percentiles of latency. Each completion is weighted with its number of jobs.</summary>
internal static class Percentile
{
    /// <summary>
    /// For each share (0 to 1), the smallest latency that at least this share of the jobs did not exceed; NaN without jobs.
    /// </summary>
    public static double[] Of(IReadOnlyCollection<Completion> completions, params double[] shares)
    {
        var ordered = completions.OrderBy(completion => completion.Latency).ToArray();
        var jobs = ordered.Sum(completion => completion.Jobs);
        return [.. shares.Select(share => At(ordered, share * jobs))];
    }

    private static double At(Completion[] ordered, double wanted)
    {
        long seen = 0;
        foreach (var completion in ordered)
        {
            seen += completion.Jobs;
            if (seen >= wanted) return completion.Latency;
        }
        return double.NaN;
    }
}
