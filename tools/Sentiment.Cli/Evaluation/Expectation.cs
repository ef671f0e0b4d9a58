using System.Globalization;

namespace Sentiment.Cli.Evaluation;

/// <summary>A value that a metric should have.</summary>
internal readonly record struct Expectation(string Metric, double Value)
{
    /// <summary>Reads <c>accuracy=0.91</c>, or <c>published</c> for all published figures.</summary>
    /// <exception cref="CliException">It is neither.</exception>
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

    /// <summary>Null when the report meets it, otherwise what is wrong.</summary>
    public string? Miss(EvaluationReport report, double tolerance)
    {
        if (report.Metrics[Metric].Value is not { } measured)
            return $"{Metric} is not defined on this data, {Value.ToString(CultureInfo.InvariantCulture)} was expected";
        // A small tolerance for decimal fractions that binary numbers cannot represent.
        return Math.Abs(measured - Value) <= tolerance + 1e-12
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{Metric} is {measured:F4}, {Value:F4} +- {tolerance} was expected");
    }
}
