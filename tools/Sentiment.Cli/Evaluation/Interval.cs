namespace Sentiment.Cli.Evaluation;

/// <summary>
/// A measured value and its 95 % interval. All three are null if the value is not defined, such as the AUC of a single class.
/// </summary>
internal readonly record struct Interval(double? Value, double? Low, double? High)
{
    private const double Z = 1.959963984540054;

    /// <summary>A share of trials with Wilson's interval (1927), which stays within 0 and 1 and is reliable for few trials.</summary>
    public static Interval OfShare(long successes, long trials)
    {
        if (trials == 0) return default;
        var share = (double)successes / trials;
        var centre = (share + Z * Z / (2 * trials)) / (1 + Z * Z / trials);
        var reach = Z / (1 + Z * Z / trials) * Math.Sqrt(share * (1 - share) / trials + Z * Z / (4.0 * trials * trials));
        return new(share, Math.Max(0, centre - reach), Math.Min(1, centre + reach));
    }
}

/// <summary>
/// 95 % intervals for metrics without a formula, by resampling the texts with replacement (Efron 1979). The draws are always the same.
/// </summary>
internal static class Bootstrap
{
    private const int Draws = 500;

    /// <summary>The metric, and the middle 95 % of its values over the draws for which it is defined.</summary>
    public static Interval Of(IReadOnlyList<Prediction> predictions, Func<IReadOnlyList<Prediction>, double?> metric)
    {
        if (metric(predictions) is not { } value) return default;
        var random = new Random(1);
        var drawn = new Prediction[predictions.Count];
        var values = new List<double>(Draws);
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < drawn.Length; i++) drawn[i] = predictions[random.Next(drawn.Length)];
            if (metric(drawn) is { } again) values.Add(again);
        }

        values.Sort();
        return new(value, Percentile(values, 0.025), Percentile(values, 0.975));
    }

    private static double? Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[(int)Math.Round(share * (sorted.Count - 1))];
}
