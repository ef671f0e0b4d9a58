using MathNet.Numerics.Statistics;

namespace Sentiment.Benchmarks.Compare;

/// <summary>What one contender reached on one text set.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="Set">The text set's name.</param>
/// <param name="Rounds">Texts per second of each round; all contenders take turns within a round.</param>
/// <param name="CpuMilliseconds">Processor time per text of each round: less disturbed by a busy machine than the clock.</param>
/// <param name="Latencies">Milliseconds of single texts of a lone caller.</param>
internal sealed record Result(string Contender, string Set, List<double> Rounds, List<double> CpuMilliseconds, List<double> Latencies)
{
    public double TextsPerSecond => Rounds.Median();

    public double CpuPerText => CpuMilliseconds.Count > 0 ? CpuMilliseconds.Min() : double.NaN;

    public double Percentile(double share) => Latencies.QuantileCustom(share, QuantileDefinition.R1);

    /// <summary>How many times as fast as another, the median of the rounds' ratios.</summary>
    public double Against(Result other) => Rounds.Zip(other.Rounds, (mine, theirs) => mine / theirs).Median();
}
