using System.Globalization;
using ScottPlot;
using Spectre.Console;

namespace Sentiment.Benchmarks.Load;

/// <summary>Shows the results: a table, and for each trigger a plot of throughput and latency against the offered load.</summary>
internal static class LoadReport
{
    public static void Print(IAnsiConsole console, IEnumerable<LoadLevel> levels)
    {
        var table = new Table().AddColumns("trigger", "offered/s", "scored/s", "p50 ms", "p95 ms", "p99 ms", "refused/s", "its p99 ms",
            "failed", "memory MiB");
        foreach (var level in levels)
        {
            table.AddRow(
                level.Trigger, Number(level.Offered), Number(level.Scored), Time(level.Latencies, 0.5), Time(level.Latencies, 0.95),
                Time(level.Latencies, 0.99),
                Number(level.Refused), Time(level.Refusals, 0.99), Number(level.Failed),
                string.Join(" + ", level.Memory.Select(bytes => Number(bytes >> 20))));
        }

        console.Profile.Width = Math.Max(console.Profile.Width, 120); // where the output is no terminal
        console.Write(table);
    }

    public static void Plot(IEnumerable<LoadLevel> levels, string directory)
    {
        foreach (var trigger in levels.GroupBy(level => level.Trigger))
        {
            using var plot = new Plot();
            var offered = trigger.Select(level => level.Offered).ToArray();
            Add("scored", level => level.Scored).Axes.YAxis = plot.Axes.Left;
            if (trigger.Any(level => level.Refused > 0))
                Add("refused (429)", level => level.Refused).Axes.YAxis = plot.Axes.Left;
            foreach (var share in new[] { 0.5, 0.95, 0.99 })
            {
                var line = Add($"p{100 * share:F0}", level => LoadLevel.Percentile(level.Latencies, share));
                line.Axes.YAxis = plot.Axes.Right;
                line.LinePattern = LinePattern.Dashed;
            }

            var each = trigger.First().ReviewsEach;
            plot.Title(
                $"{trigger.Key}{(each > 1 && trigger.Key == "HTTP" ? $", {each} reviews a call" : "")}: throughput and latency against " +
                "offered load");
            plot.XLabel("reviews a second, offered");
            plot.YLabel("reviews a second");
            plot.Axes.Right.Label.Text = "milliseconds";
            plot.ShowLegend(Alignment.UpperLeft);
            plot.SavePng(Path.Combine(directory,
                $"load-{trigger.Key.ToLowerInvariant()}{(each > 1 && trigger.Key == "HTTP" ? "-many" : "")}.png"), 900, 420);

            ScottPlot.Plottables.Scatter Add(string name, Func<LoadLevel, double> value)
            {
                var line = plot.Add.Scatter(offered, trigger.Select(value).ToArray());
                line.LegendText = name;
                return line;
            }
        }
    }

    private static string Number(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    private static string Time(IReadOnlyList<double> times, double share) =>
        times.Count == 0 ? "" : LoadLevel.Percentile(times, share).ToString("F1", CultureInfo.InvariantCulture);
}
