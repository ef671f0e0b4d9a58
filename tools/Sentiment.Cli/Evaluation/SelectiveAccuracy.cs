namespace Sentiment.Cli.Evaluation;

/// <summary>
/// Selective classification: the accuracy on the texts that the model is sure about, when the others are left undecided (Chow 1970;
/// El-Yaniv and Wiener 2010).
/// </summary>
internal static class SelectiveAccuracy
{
    private static readonly double[] Shares = [1, 0.95, 0.9, 0.8, 0.7, 0.5];

    /// <summary>One point for each distinct threshold, to five digits, from all texts to only the most certain ones.</summary>
    public static IReadOnlyList<CoveragePoint> Curve(IReadOnlyCollection<Prediction> predictions)
    {
        var points = new List<CoveragePoint>();
        var (decided, right) = (0, 0);
        foreach (var texts in predictions.GroupBy(prediction => Threshold(prediction.Confidence)).OrderByDescending(group => group.Key))
        {
            decided += texts.Count();
            right += texts.Count(prediction => prediction.Right);
            points.Add(new(texts.Key, (double)decided / predictions.Count, Interval.OfShare(right, decided)));
        }

        points.Reverse();
        return points;
    }

    /// <summary>The points for a table: the highest threshold at which at least this share of the texts is decided.</summary>
    public static IReadOnlyList<CoveragePoint> Table(IReadOnlyList<CoveragePoint> curve) =>
        [.. Shares.Where(_ => curve.Count > 0).Select(share => curve.Last(point => point.Coverage >= share)).Distinct()];

    /// <summary>The lowest threshold that gives an accuracy, and so leaves the fewest texts undecided; null if none does.</summary>
    public static CoveragePoint? For(IReadOnlyList<CoveragePoint> curve, double accuracy) =>
        curve.Where(point => point.Accuracy.Value >= accuracy).Cast<CoveragePoint?>().FirstOrDefault();

    // Rounded down, so that the text at the threshold is decided.
    private static double Threshold(double confidence) => Math.Floor(confidence * 1e5) / 1e5;
}

/// <summary>The effect of a threshold.</summary>
/// <param name="Threshold">Texts whose label has at least this probability are decided.</param>
/// <param name="Coverage">The share of the texts that is decided.</param>
/// <param name="Accuracy">The accuracy on the decided texts.</param>
internal readonly record struct CoveragePoint(double Threshold, double Coverage, Interval Accuracy);
