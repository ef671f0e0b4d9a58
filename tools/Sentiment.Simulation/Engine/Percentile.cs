namespace Sentiment.Simulation.Engine;

/// <summary>Percentiles of latency, each completion counted as often as it has jobs.</summary>
internal static class Percentile
{
    /// <summary>
    /// For each share (0 to 1) the smallest latency that at least this share of the jobs did not exceed; NaN without jobs.
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
