namespace Sentiment.Cli.Evaluation;

/// <summary>The ROC curve and the area under it.</summary>
internal static class RankingCurve
{
    /// <summary>
    /// The probability that a positive text gets a higher probability than a negative one, ties counting half; null when there is only one
    /// class.
    /// </summary>
    public static double? Area(IReadOnlyList<Prediction> predictions)
    {
        var points = Points(predictions);
        if (points.Count == 0) return null;
        double area = 0;
        for (var i = 1; i < points.Count; i++)
            area += (points[i].FalsePositiveRate - points[i - 1].FalsePositiveRate) * (points[i].TruePositiveRate +
                points[i - 1].TruePositiveRate) / 2;
        return area;
    }

    /// <summary>From (0, 0) to (1, 1), one point for each distinct probability; empty when there is only one class.</summary>
    public static IReadOnlyList<(double FalsePositiveRate, double TruePositiveRate)> Points(IReadOnlyList<Prediction> predictions)
    {
        var positives = predictions.Count(p => p.Positive);
        var negatives = predictions.Count - positives;
        if (positives == 0 || negatives == 0) return [];

        var points = new List<(double, double)> { (0, 0) };
        int truePositives = 0, falsePositives = 0;
        var sorted = predictions.OrderByDescending(p => p.Probability).ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Positive) truePositives++;
            else falsePositives++;
            if (i + 1 == sorted.Length || sorted[i + 1].Probability != sorted[i].Probability)
                points.Add(((double)falsePositives / negatives, (double)truePositives / positives));
        }

        return points;
    }
}
