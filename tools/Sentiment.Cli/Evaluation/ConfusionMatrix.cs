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
