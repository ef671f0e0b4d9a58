using System.Globalization;

namespace Sentiment.Cli.Evaluation;

/// <summary>A value that a metric should have.</summary>
internal readonly record struct Expectation(string Metric, double Value)
{
    /// <summary>Reads <c>accuracy=0.91</c>, or <c>published</c> for all published figures.</summary>
    /// <exception cref="CliException">The text is neither.</exception>
    public static IEnumerable<Expectation> Parse(string text)
    {
        if (string.Equals(text, PublishedFigures.Name, StringComparison.OrdinalIgnoreCase))
            return PublishedFigures.Metrics.Select(figure => new Expectation(figure.Key, figure.Value));
        var parts = text.Split('=', 2);
        var name = parts[0].Trim().ToLowerInvariant();
        if (parts.Length == 2 && MetricNames.All.Contains(name)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return [new Expectation(name, value)];
        throw new CliException(
            $"--expect {text} is not understood. Write '{PublishedFigures.Name}', or NAME=VALUE with one of " +
            $"{string.Join(", ", MetricNames.All)}.");
    }

    /// <summary>Null if the report meets the expectation; otherwise what is wrong.</summary>
    public string? Miss(EvaluationReport report, double tolerance)
    {
        if (report.Metrics[Metric].Value is not { } measured)
            return $"{Metric} is not defined on this data, but {Value.ToString(CultureInfo.InvariantCulture)} was expected";
        // A small tolerance for decimal fractions that binary numbers cannot represent.
        return Math.Abs(measured - Value) <= tolerance + 1e-12
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{Metric} is {measured:F4}, but {Value:F4} +- {tolerance} was expected");
    }
}

/// <summary>
/// The verified results for SST-2 dev on the model card of distilbert-base-uncased-finetuned-sst-2-english. (The card's own table rounds
/// the accuracy to 0.913.)
/// </summary>
internal static class PublishedFigures
{
    public const string Name = "published";

    public static IReadOnlyDictionary<string, double> Metrics { get; } = new Dictionary<string, double>
    {
        [MetricNames.Accuracy] = 0.9106,
        [MetricNames.Precision] = 0.8978,
        [MetricNames.Recall] = 0.9302,
        [MetricNames.F1] = 0.9137,
        [MetricNames.Auc] = 0.9717,
        [MetricNames.Loss] = 0.3901,
    };
}

/// <summary>The names of the metrics in reports and in <c>--expect</c>.</summary>
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
