namespace Sentiment.Cli.Evaluation;

/// <summary>Whether the model's probabilities match its accuracy.</summary>
internal static class Calibration
{
    public const int BinCount = 10;

    /// <summary>Texts by the probability of the predicted label, in ten bins from 0.5 to 1; bins without a text are left out.</summary>
    public static IReadOnlyList<CalibrationBin> Bins(IEnumerable<Prediction> predictions) =>
    [
        .. predictions
            .GroupBy(p => Math.Min((int)((Confidence(p) - 0.5) * 2 * BinCount), BinCount - 1))
            .OrderBy(bin => bin.Key)
            .Select(bin => new CalibrationBin(0.5 + 0.05 * bin.Key, 0.55 + 0.05 * bin.Key, bin.Count(), bin.Average(Confidence),
                bin.Average(p => p.Right ? 1.0 : 0.0))),
    ];

    /// <summary>Expected calibration error (Naeini et al. 2015): how far confidence and accuracy lie apart, averaged over texts.</summary>
    public static double? Error(IReadOnlyCollection<Prediction> predictions) => predictions.Count == 0
        ? null
        : Bins(predictions).Sum(bin => bin.Texts * Math.Abs(bin.Confidence - bin.Accuracy)) / predictions.Count;

    private static double Confidence(Prediction prediction) => Math.Max(prediction.Probability, 1.0 - prediction.Probability);
}
