using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Sentiment.Cli.Probing.Pairs;

/// <summary>
/// Student's paired test: whether a mean shift could be due to chance. Pairs that share a template are not independent, so the interval is
/// rather too narrow.
/// </summary>
/// <param name="Mean">The mean shift.</param>
/// <param name="Low">The lower end of its 95 % interval; null for fewer than two pairs.</param>
/// <param name="High">The upper end.</param>
/// <param name="P">The probability of a mean at least this far from 0 if there were no shift; null for fewer than two pairs.</param>
internal readonly record struct PairedTest(double Mean, double? Low, double? High, double? P)
{
    /// <summary>Tests shifts; there must be at least one.</summary>
    public static PairedTest Of(IReadOnlyCollection<double> shifts)
    {
        var mean = shifts.Average();
        if (shifts.Count < 2)
            return new(mean, null, null, null);
        var degrees = shifts.Count - 1;
        var error = shifts.StandardDeviation() / Math.Sqrt(shifts.Count);
        // If all shifts are equal, nothing is due to chance.
        if (error == 0)
            return new(mean, mean, mean, mean == 0 ? 1 : 0);
        var chance = new StudentT(0, 1, degrees);
        var reach = chance.InverseCumulativeDistribution(0.975) * error;
        return new(mean, mean - reach, mean + reach, 2 * chance.CumulativeDistribution(-Math.Abs(mean / error)));
    }
}
