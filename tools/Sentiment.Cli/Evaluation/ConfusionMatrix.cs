namespace Sentiment.Cli.Evaluation;

/// <summary>Counts of what was right and what was said.</summary>
internal readonly record struct ConfusionMatrix(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    public int Total => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    public Interval Accuracy => Interval.OfShare(TruePositives + TrueNegatives, Total);

    /// <summary>Of the texts called positive, the share that is; undefined when none was.</summary>
    public Interval Precision => Interval.OfShare(TruePositives, TruePositives + FalsePositives);

    /// <summary>Of the positive texts, the share that was called so; undefined when there is none.</summary>
    public Interval Recall => Interval.OfShare(TruePositives, TruePositives + FalseNegatives);

    /// <summary>
    /// The harmonic mean of precision and recall of POSITIVE; undefined when nothing is positive and nothing was called so.
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
