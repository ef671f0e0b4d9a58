namespace Sentiment.Benchmarks.Load;

/// <summary>What was seen at one offered load at one door.</summary>
/// <param name="Door">HTTP, queue or CSV.</param>
/// <param name="Offered">Reviews a second that were sent.</param>
/// <param name="Seconds">From the first review sent to the last result.</param>
/// <param name="Latencies">From when a review should have been sent to its result, in milliseconds; of those that were scored.</param>
/// <param name="Refused">Refused at once (429).</param>
/// <param name="Failed">Anything else that is no score.</param>
internal sealed record LoadLevel(string Door, double Offered, double Seconds, IReadOnlyList<double> Latencies, int Refused, int Failed)
{
    /// <summary>Reviews a second that were scored.</summary>
    public double Scored => Latencies.Count / Seconds;

    /// <summary>A latency that this share of the reviews stayed below, in milliseconds; NaN when none was scored.</summary>
    public double Percentile(double share)
    {
        if (Latencies.Count == 0)
            return double.NaN;
        var sorted = Latencies.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }
}
