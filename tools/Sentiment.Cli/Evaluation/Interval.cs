namespace Sentiment.Cli.Evaluation;

/// <summary>
/// A measured value and its 95 % interval. All three are null where the value is not defined, such as an AUC of one class.
/// </summary>
internal readonly record struct Interval(double? Value, double? Low, double? High)
{
    private const double Z = 1.959963984540054;

    /// <summary>A share of trials, with Wilson's interval (1927), which stays within 0 and 1 and is honest for few trials.</summary>
    public static Interval OfShare(long successes, long trials)
    {
        if (trials == 0) return default;
        var share = (double)successes / trials;
        var centre = (share + Z * Z / (2 * trials)) / (1 + Z * Z / trials);
        var reach = Z / (1 + Z * Z / trials) * Math.Sqrt(share * (1 - share) / trials + Z * Z / (4.0 * trials * trials));
        return new(share, Math.Max(0, centre - reach), Math.Min(1, centre + reach));
    }
}
