namespace Sentiment.Cli.Evaluation;

/// <summary>Counts of texts by actual and predicted label.</summary>
internal readonly record struct ConfusionMatrix(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    public int Total => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    public Interval Accuracy => Interval.OfShare(TruePositives + TrueNegatives, Total);

    /// <summary>Precision: the share of the texts predicted as positive that are positive; undefined if there is none.</summary>
    public Interval Precision => Interval.OfShare(TruePositives, TruePositives + FalsePositives);

    /// <summary>Recall: the share of the positive texts that were predicted as positive; undefined if there is none.</summary>
    public Interval Recall => Interval.OfShare(TruePositives, TruePositives + FalseNegatives);

    /// <summary>
    /// The harmonic mean of precision and recall of POSITIVE; undefined if no text is positive and none was predicted as positive.
    /// </summary>
    public double? F1 => TruePositives + FalsePositives + FalseNegatives == 0
        ? null
        : 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    public static ConfusionMatrix Of(IEnumerable<Prediction> predictions)
    {
        int truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;
        foreach (var prediction in predictions)
        {
            if (prediction.Positive) _ = prediction.Right ? truePositives++ : falseNegatives++;
            else _ = prediction.Right ? trueNegatives++ : falsePositives++;
        }

        return new(truePositives, falsePositives, trueNegatives, falseNegatives);
    }
}

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

/// <summary>Whether the model's probabilities match its accuracy.</summary>
internal static class Calibration
{
    public const int BinCount = 10;

    /// <summary>Texts by the probability of the predicted label, in ten bins from 0.5 to 1; bins without a text are left out.</summary>
    public static IReadOnlyList<CalibrationBin> Bins(IEnumerable<Prediction> predictions) =>
    [
        .. predictions
            .GroupBy(p => Math.Min((int)((p.Confidence - 0.5) * 2 * BinCount), BinCount - 1))
            .OrderBy(bin => bin.Key)
            .Select(bin => new CalibrationBin(0.5 + 0.05 * bin.Key, 0.55 + 0.05 * bin.Key, bin.Count(), bin.Average(p => p.Confidence),
                bin.Average(p => p.Right ? 1.0 : 0.0))),
    ];

    /// <summary>Expected calibration error (Naeini et al. 2015): the gap between confidence and accuracy, averaged over texts.</summary>
    public static double? Error(IReadOnlyCollection<Prediction> predictions) => predictions.Count == 0
        ? null
        : Bins(predictions).Sum(bin => bin.Texts * Math.Abs(bin.Confidence - bin.Accuracy)) / predictions.Count;
}

/// <summary>Texts whose predicted label had a probability between <paramref name="From"/> and <paramref name="To"/>.</summary>
internal readonly record struct CalibrationBin(double From, double To, int Texts, double Confidence, double Accuracy);

/// <summary>A model's prediction for one labelled text, with all the data that the metrics need.</summary>
/// <param name="Positive">The actual label.</param>
/// <param name="Probability">The model's probability of POSITIVE.</param>
/// <param name="Tokens">The text's length, [CLS] and [SEP] included, before truncation.</param>
/// <param name="Loss">Minus the logarithm of the right label's probability.</param>
internal readonly record struct Prediction(bool Positive, float Probability, int Tokens, double Loss)
{
    /// <summary>Whether POSITIVE was the more probable label.</summary>
    public bool SaidPositive => Probability > 0.5f;

    public bool Right => SaidPositive == Positive;

    /// <summary>The probability of the predicted label.</summary>
    public double Confidence => Math.Max(Probability, 1 - Probability);
}
