using ScottPlot;
using Sentiment.Simulation.Engine;

namespace Sentiment.Simulation.Output;

/// <summary>Draws a scenario: reviews that wait, instances, latency and cost, one above the other over the same time.</summary>
internal static class ScalingPlots
{
    private const int Width = 1100;
    private const int Height = 1200;
    private const int Points = 400;
    private const int Spans = 60;

    private static readonly double[] Shares = [0.5, 0.95, 0.99];
    private static readonly LinePattern[] Patterns = [LinePattern.Dotted, LinePattern.Dashed, LinePattern.Solid];

    /// <summary>Writes a PNG; the same scenario gives the same picture.</summary>
    public static void Save(Scenario scenario, string file)
    {
        var picture = new Multiplot();
        picture.AddPlots(4);
        var (unit, seconds) = TimeUnit(scenario.Variants.Max(variant => variant.Result.Last.Time));
        var colors = new ScottPlot.Palettes.ColorblindFriendly();

        for (var i = 0; i < scenario.Variants.Count; i++)
        {
            var variant = scenario.Variants[i];
            var result = variant.Result;
            var samples = Thin(result.Samples);
            var time = samples.Select(sample => sample.Time / seconds).ToArray();
            var color = colors.GetColor(i);
            void Line(int plot, double[] xs, double[] ys, string legend, LinePattern pattern)
            {
                var line = picture.GetPlot(plot).Add.ScatterLine(xs, ys, color);
                (line.LegendText, line.LinePattern, line.LineWidth) = (legend, pattern, 2);
            }

            Line(0, time, [.. samples.Select(sample => (sample.Waiting + sample.InProgress) * result.Settings.ReviewsPerJob)],
                variant.Name, LinePattern.Solid);
            Line(1, time, [.. samples.Select(sample => (double)sample.Ready)], variant.Name, LinePattern.Solid);
            var latency = result.LatencyOverTime(Spans, Shares);
            for (var k = 0; k < Shares.Length; k++)
            {
                // Without the spans in which nothing was finished.
                var known = latency.Select((values, span) => (Middle: (span + 0.5) * result.Last.Time / Spans / seconds, Value: values[k]))
                    .Where(point => !double.IsNaN(point.Value)).ToArray();
                Line(2, [.. known.Select(point => point.Middle)], [.. known.Select(point => point.Value)],
                    $"{variant.Name}, p{Shares[k] * 100:0}", Patterns[k]);
            }
            Line(3, time, [.. samples.Select(sample => variant.Cost.Of(result, sample))], variant.Name, LinePattern.Solid);
        }

        string[] axes = ["reviews in the system", "instances that can work", "latency of what is done, s", "cost so far, USD"];
        var end = scenario.Variants.Max(variant => variant.Result.Last.Time) / seconds;
        for (var i = 0; i < axes.Length; i++)
            Frame(picture.GetPlot(i), axes[i], $"time, {unit}", end);
        picture.GetPlot(0).Title(scenario.Title);
        picture.SavePng(file, Width, Height);
    }

    // The same margins for all, so that one time stands above the other; the legend beside the lines, not over them.
    private static void Frame(Plot plot, string left, string bottom, double end)
    {
        plot.YLabel(left);
        plot.XLabel(bottom);
        plot.Axes.SetLimits(0, end, 0, Math.Max(plot.Axes.GetDataLimits().Top * 1.1, 1e-9));
        plot.Legend.FontSize = 11;
        plot.ShowLegend(Edge.Right);
        (plot.Axes.Left.MinimumSize, plot.Axes.Left.MaximumSize) = (110, 110);
        (plot.Axes.Right.MinimumSize, plot.Axes.Right.MaximumSize) = (10, 10);
    }

    private static IReadOnlyList<Snapshot> Thin(IReadOnlyList<Snapshot> samples)
    {
        var every = Math.Max(1, samples.Count / Points);
        return [.. samples.Where((_, i) => i % every == 0), samples[^1]];
    }

    private static (string Unit, double Seconds) TimeUnit(double length) =>
        length > 3 * 3600 ? ("hours", 3600) : length > 300 ? ("minutes", 60) : ("seconds", 1);
}
