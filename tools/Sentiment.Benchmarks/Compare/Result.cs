namespace Sentiment.Benchmarks.Compare;

/// <summary>What one contender reached on one text set.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="Set">The text set's name.</param>
/// <param name="Rounds">Texts per second of each round; all contenders take turns within a round.</param>
/// <param name="CpuMilliseconds">Processor time per text of each round: less disturbed by a busy machine than the clock.</param>
/// <param name="Latencies">Milliseconds of single texts of a lone caller.</param>
internal sealed record Result(string Contender, string Set, List<double> Rounds, List<double> CpuMilliseconds, List<double> Latencies)
{
    public double TextsPerSecond => Median(Rounds);

    public double CpuPerText => CpuMilliseconds.Count > 0 ? CpuMilliseconds.Min() : double.NaN;

    public double Percentile(double share)
    {
        var sorted = Latencies.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    /// <summary>How many times as fast as another, the median of the rounds' ratios.</summary>
    public double Against(Result other) => Median([.. Rounds.Zip(other.Rounds, (mine, theirs) => mine / theirs)]);

    private static double Median(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}
