namespace Sentiment.Cli.Evaluation;

/// <summary>What the metrics are called in reports and in <c>--expect</c>.</summary>
internal static class MetricNames
{
    public const string Accuracy = "accuracy";
    public const string Precision = "precision";
    public const string Recall = "recall";
    public const string F1 = "f1";
    public const string Auc = "auc";

    /// <summary>Mean cross-entropy, natural logarithm.</summary>
    public const string Loss = "loss";

    /// <summary>Expected calibration error.</summary>
    public const string CalibrationError = "ece";

    public static IReadOnlyList<string> All { get; } = [Accuracy, Precision, Recall, F1, Auc, Loss, CalibrationError];
}
