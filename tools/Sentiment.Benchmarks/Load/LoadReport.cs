using ScottPlot;
using Spectre.Console;

namespace Sentiment.Benchmarks.Load;

/// <summary>Shows what was seen: a table, and for each door a plot of throughput and latency against the offered load.</summary>
internal static class LoadReport
{
    public static void Print(IAnsiConsole console, IEnumerable<LoadLevel> levels)
    {
        var table = new Table().AddColumns("door", "offered/s", "scored/s", "p50 ms", "p95 ms", "p99 ms", "refused", "failed");
        foreach (var level in levels)
        {
            table.AddRow(
                level.Door, $"{level.Offered:F0}", $"{level.Scored:F0}", $"{level.Percentile(0.5):F1}", $"{level.Percentile(0.95):F1}",
                $"{level.Percentile(0.99):F1}", $"{level.Refused}", $"{level.Failed}");
        }

        console.Write(table);
    }

    public static void Plot(IEnumerable<LoadLevel> levels, string directory)
    {
        foreach (var door in levels.GroupBy(level => level.Door))
        {
            using var plot = new Plot();
            var offered = door.Select(level => level.Offered).ToArray();
            Add("scored", level => level.Scored).Axes.YAxis = plot.Axes.Left;
            if (door.Any(level => level.Refused > 0))
                Add("refused (429)", level => level.Refused / level.Seconds).Axes.YAxis = plot.Axes.Left;
            foreach (var share in new[] { 0.5, 0.95, 0.99 })
            {
                var line = Add($"p{100 * share:F0}", level => level.Percentile(share));
                line.Axes.YAxis = plot.Axes.Right;
                line.LinePattern = LinePattern.Dashed;
            }

            plot.Title($"{door.Key}: throughput and latency against offered load");
            plot.XLabel("reviews a second, offered");
            plot.YLabel("reviews a second, scored");
            plot.Axes.Right.Label.Text = "milliseconds";
            plot.ShowLegend(Alignment.UpperLeft);
            plot.SavePng(Path.Combine(directory, $"load-{door.Key.ToLowerInvariant()}.png"), 900, 420);

            ScottPlot.Plottables.Scatter Add(string name, Func<LoadLevel, double> value)
            {
                var line = plot.Add.Scatter(offered, door.Select(value).ToArray());
                line.LegendText = name;
                return line;
            }
        }
    }
}
