using ScottPlot;
using ScottPlot.TickGenerators;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Output;

/// <summary>Draws a scenario: reviews, instances, latency and cost in plots stacked over the same time axis.</summary>
internal static class ScalingPlots
{
    private const int Width = 1100;
    private const int Height = 300;
    private const int Points = 400;
    private const int Spans = 60;

    private static readonly double[] Shares = [0.5, 0.95, 0.99];
    private static readonly LinePattern[] Patterns = [LinePattern.Dotted, LinePattern.Dashed, LinePattern.Solid];
    private static readonly ScottPlot.Palettes.ColorblindFriendly Colors = new();

    private static readonly (double Seconds, string Label)[] LogTicks =
    [
        (10, "10 s"), (30, "30 s"), (60, "1 min"), (120, "2 min"), (300, "5 min"), (600, "10 min"), (1200, "20 min"), (3600, "1 h"),
        (2 * 3600, "2 h"), (5 * 3600, "5 h"), (10 * 3600, "10 h"), (20 * 3600, "20 h"),
    ];

    /// <summary>Writes a PNG; the same scenario gives the same picture.</summary>
    public static void Save(Scenario scenario, string file)
    {
        var picture = new Multiplot();
        var plots = scenario.IsFile ? 3 : 4;
        picture.AddPlots(plots);
        picture.GetPlot(0).Title(scenario.Title);
        if (scenario.IsFile)
        {
            Draw(picture.GetPlot(0), scenario, "million rows scored",
                (variant, sample) => sample.Completed * variant.Result.Settings.ReviewsPerJob / 1e6);
        }
        else
        {
            Draw(picture.GetPlot(0), scenario, "reviews in the system",
                (variant, sample) => (sample.Waiting + sample.InProgress) * variant.Result.Settings.ReviewsPerJob);
            DrawLatency(picture.GetPlot(2), scenario);
        }
        Draw(picture.GetPlot(1), scenario, "instances that can work", (_, sample) => sample.Ready);
        Draw(picture.GetPlot(plots - 1), scenario, "cost so far, USD", (variant, sample) => variant.Cost.Of(variant.Result, sample));
        picture.SavePng(file, Width, Height * plots);
    }

    private static void Draw(Plot plot, Scenario scenario, string left, Func<Variant, SystemState, double> value)
    {
        var (_, position) = Time(scenario);
        // For a file, the longest run is drawn first, so that it does not cover the others.
        foreach (var (i, variant) in scenario.IsFile ? scenario.Variants.Index().Reverse() : scenario.Variants.Index())
        {
            var samples = Thin(variant.Result.Samples, sample => position(sample.Time));
            // For a file, each model has a colour, and a run on one instance has a dashed line.
            var color = scenario.IsFile ? Array.IndexOf(TriggerModel.Models, variant.Trigger.Model) : i;
            var broken = scenario.IsFile && variant.Result.Settings.MaximumInstances == 1;
            Line(plot, samples.Select(sample => position(sample.Time)), samples.Select(sample => value(variant, sample)), color,
                variant.Name, broken ? LinePattern.Dashed : LinePattern.Solid);
            if (scenario.IsFile)
            {
                var end = new Coordinates(position(samples[^1].Time), value(variant, samples[^1]));
                plot.Add.Marker(end, MarkerShape.FilledCircle, 8, Colors.GetColor(color));
            }
        }
        Frame(plot, scenario, left);
    }

    private static void DrawLatency(Plot plot, Scenario scenario)
    {
        var (_, position) = Time(scenario);
        foreach (var (i, variant) in scenario.Variants.Index())
        {
            var latency = variant.Result.LatencyOverTime(Spans, Shares);
            for (var k = 0; k < Shares.Length; k++)
            {
                // Spans in which no job was finished are left out.
                var known = latency.Select((values, span) => (Middle: (span + 0.5) * variant.Result.Last.Time / Spans, Value: values[k]))
                    .Where(point => !double.IsNaN(point.Value)).ToArray();
                Line(plot, known.Select(point => position(point.Middle)), known.Select(point => point.Value), i,
                    $"{variant.Name}, p{Shares[k] * 100:0}", Patterns[k]);
            }
        }
        Frame(plot, scenario, "latency of what is done, s");
    }

    private static void Line(Plot plot, IEnumerable<double> xs, IEnumerable<double> ys, int color, string legend, LinePattern pattern)
    {
        var line = plot.Add.ScatterLine(xs.ToArray(), ys.ToArray(), Colors.GetColor(color));
        (line.LegendText, line.LinePattern, line.LineWidth) = (legend, pattern, 2);
    }

    // All plots have the same margins, so that their time axes line up. The legend is next to the lines, not over them.
    private static void Frame(Plot plot, Scenario scenario, string left)
    {
        var (unit, position) = Time(scenario);
        plot.YLabel(left);
        plot.XLabel(unit);
        if (scenario.IsFile)
            plot.Axes.Bottom.TickGenerator = new NumericManual(
                [.. LogTicks.Select(tick => position(tick.Seconds))], [.. LogTicks.Select(tick => tick.Label)]);
        var right = position(scenario.IsFile ? Math.Max(20, End(scenario) * 1.2) : End(scenario));
        plot.Axes.SetLimits(position(0), right, 0, Math.Max(plot.Axes.GetDataLimits().Top * 1.1, 1e-9));
        plot.Legend.FontSize = 11;
        plot.ShowLegend(Edge.Right);
        (plot.Axes.Left.MinimumSize, plot.Axes.Left.MaximumSize) = (110, 110);
        (plot.Axes.Right.MinimumSize, plot.Axes.Right.MaximumSize) = (10, 10);
    }

    private static List<SystemState> Thin(IReadOnlyList<SystemState> samples, Func<SystemState, double> position)
    {
        var apart = (position(samples[^1]) - position(samples[0])) / Points;
        var kept = new List<SystemState> { samples[0] };
        foreach (var sample in samples)
        {
            if (position(sample) - position(kept[^1]) >= apart) kept.Add(sample);
        }
        return [.. kept, samples[^1]];
    }

    private static double End(Scenario scenario) => scenario.Variants.Max(variant => variant.Result.Last.Time);

    /// <summary>
    /// The label of the time axis, and the position of a time in seconds: logarithmic for a file, starting at ten seconds.
    /// </summary>
    private static (string Unit, Func<double, double> Position) Time(Scenario scenario)
    {
        if (scenario.IsFile) return ("time since the upload, logarithmic", time => Math.Log10(Math.Max(10, time)));
        var (unit, seconds) = End(scenario) switch { > 3 * 3600 => ("hours", 3600), > 300 => ("minutes", 60), _ => ("seconds", 1) };
        return ($"time, {unit}", time => time / seconds);
    }
}
