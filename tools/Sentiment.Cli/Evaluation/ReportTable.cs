using System.Globalization;

namespace Sentiment.Cli.Evaluation;

/// <summary>A report as plain text.</summary>
internal static class ReportTable
{
    public static void Write(TextWriter writer, EvaluationReport report)
    {
        void Line(FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

        FormattableString counts = $"{report.Texts} texts, {report.Positives} positive, {report.Truncated} truncated";
        Line($"{report.Model} on {report.Data}: {counts}, {report.Seconds:F1} s");
        if (report.WithoutResult > 0) Line($"{report.WithoutResult} more texts have no result; the figures leave them out");
        Line($"");
        Line($"{"",-10} {"value",8}  {"95 % interval",-18} published model, SST-2 dev");
        foreach (var (name, interval) in report.Metrics)
        {
            var published = report.Published.TryGetValue(name, out var value) ? Number(value) : "";
            Line($"{name,-10} {Number(interval.Value),8}  {Range(interval),-18} {published}");
        }

        if (report.Positives == 0 || report.Positives == report.Texts)
            Line($"Only one class is in the data, so there is no AUC, and the other figures mean little.");
        Line($"");
        Line($"{"",-10} {"said +",8} {"said -",8}");
        Line($"{"is +",-10} {report.Confusion.TruePositives,8} {report.Confusion.FalseNegatives,8}");
        Line($"{"is -",-10} {report.Confusion.FalsePositives,8} {report.Confusion.TrueNegatives,8}");
        Line($"");
        Line($"{"tokens",-10} {"texts",8}  accuracy");
        foreach (var band in report.Lengths)
            Line($"{Band(band),-10} {band.Texts,8}  {Number(band.Accuracy.Value)}  {Range(band.Accuracy)}");
        Line($"");
        Line($"{"undecided below",-15} {"decided",8}  accuracy on those");
        foreach (var point in report.Coverage)
            Line($"{point.Threshold,-15:F5} {point.Coverage,8:P1}  {Number(point.Accuracy.Value)}  {Range(point.Accuracy)}");
    }

    /// <summary>The threshold for an accuracy.</summary>
    public static void Write(TextWriter writer, double wanted, IReadOnlyList<CoveragePoint> curve)
    {
        FormattableString text = SelectiveAccuracy.For(curve, wanted) is { } point
            ? (FormattableString)
                $"Undecided={point.Threshold:F5} gives an accuracy of {Number(point.Accuracy.Value)} on {point.Coverage:P1} of these texts."
            : $"No value of Undecided gives an accuracy of {wanted} on these texts.";
        writer.WriteLine();
        writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private static string Band(LengthBand band) => band.To is { } to ? $"{band.From}-{to}" : $"{band.From}-";

    private static string Number(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "n/a";

    private static string Range(Interval interval) => interval.Low is null ? "" : $"{Number(interval.Low)} - {Number(interval.High)}";
}
