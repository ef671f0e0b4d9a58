using ScottPlot;

namespace Sentiment.Cli.Evaluation;

/// <summary>The reliability diagram, the curve of accuracy against coverage, and the ROC curve, each as PNG and SVG.</summary>
internal static class EvaluationPlots
{
    private const int Width = 640, Height = 560;
    private static readonly string[] Names = ["reliability", "coverage", "roc"];

    /// <summary>Every file that may be written.</summary>
    public static IEnumerable<string> Files(string directory) => Names.SelectMany(name => Files(directory, name));

    /// <returns>The files written.</returns>
    public static IReadOnlyList<string> Save(string directory, EvaluationReport report, IReadOnlyList<Prediction> predictions)
    {
        Directory.CreateDirectory(directory);
        List<string> files = [.. Save(Reliability(report), directory, "reliability")];
        files.AddRange(Save(Coverage(report, SelectiveAccuracy.Curve(predictions)), directory, "coverage"));
        if (RankingCurve.Points(predictions) is { Count: > 0 } points) files.AddRange(Save(Roc(report, points), directory, "roc"));
        return files;
    }

    private static Plot Reliability(EvaluationReport report)
    {
        var plot = Unit($"{report.Model}: reliability (ECE {report.Metrics[MetricNames.CalibrationError].Value:F3})",
            "probability of the predicted label", "share of right labels");
        foreach (var bin in report.Calibration)
        {
            var bar = plot.Add.Bar((bin.From + bin.To) / 2, bin.Accuracy);
            (bar.Bars[0].Size, bar.Bars[0].FillColor) = (bin.To - bin.From, Colors.LightSteelBlue);
        }

        AddDiagonal(plot);
        plot.Add.Scatter(report.Calibration.Select(b => b.Confidence).ToArray(), report.Calibration.Select(b => b.Accuracy).ToArray());
        plot.Axes.SetLimits(0.5, 1, 0, 1);
        return plot;
    }

    private static Plot Coverage(EvaluationReport report, IReadOnlyList<CoveragePoint> curve)
    {
        var plot = Unit($"{report.Model}: accuracy on the texts that are decided",
            "share of texts that is decided (points: their thresholds)", "accuracy on those");
        var line = plot.Add.ScatterLine(curve.Select(point => point.Coverage).ToArray(),
            curve.Select(point => point.Accuracy.Value ?? 0).ToArray());
        line.LineWidth = 2;
        foreach (var point in report.Coverage.Where(point => point.Coverage < 1))
        {
            plot.Add.Marker(point.Coverage, point.Accuracy.Value ?? 0).Color = line.Color;
            var text = plot.Add.Text(FormattableString.Invariant($"{point.Threshold:F3} "), point.Coverage, point.Accuracy.Value ?? 0);
            text.Alignment = Alignment.UpperRight;
        }

        plot.Axes.SetLimits(0, 1.02, Math.Min(0.8, (curve[0].Accuracy.Value ?? 0) - 0.02), 1.01);
        return plot;
    }

    private static Plot Roc(EvaluationReport report, IReadOnlyList<(double FalsePositiveRate, double TruePositiveRate)> points)
    {
        var plot = Unit($"{report.Model}: ROC (AUC {report.Metrics[MetricNames.Auc].Value:F4})",
            "false positive rate", "true positive rate");
        AddDiagonal(plot);
        var curve = plot.Add.ScatterLine(points.Select(p => p.FalsePositiveRate).ToArray(),
            points.Select(p => p.TruePositiveRate).ToArray());
        curve.LineWidth = 2;
        plot.Axes.SetLimits(0, 1, 0, 1);
        return plot;
    }

    private static Plot Unit(string title, string x, string y)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        return plot;
    }

    private static void AddDiagonal(Plot plot)
    {
        var diagonal = plot.Add.Line(0, 0, 1, 1);
        (diagonal.LineWidth, diagonal.Color) = (1, Colors.Gray);
    }

    private static string[] Save(Plot plot, string directory, string name)
    {
        var files = Files(directory, name);
        plot.SavePng(files[0], Width, Height);
        plot.SaveSvg(files[1], Width, Height);
        return files;
    }

    private static string[] Files(string directory, string name) =>
        [Path.Combine(directory, name + ".png"), Path.Combine(directory, name + ".svg")];
}
