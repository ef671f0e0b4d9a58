using System.Text.Json;
using MathNet.Numerics.Statistics;
using ScottPlot;
using Spectre.Console;
using Color = ScottPlot.Color;

namespace Sentiment.Benchmarks.Compare;

/// <summary>Shows results as tables and as a plot.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public static void Print(IAnsiConsole console, Comparison comparison)
    {
        foreach (var set in comparison.Results.Where(result => result.Rounds.Count > 0).GroupBy(result => result.Set))
        {
            var first = set.First();
            var table = new Table().Title($"{set.Key}")
                .AddColumns("contender", "texts/s", "x (a)", "CPU ms/text", "x (a)", "p50 ms", "p99 ms");
            foreach (var result in set)
                table.AddRow(result.Contender, $"{result.TextsPerSecond:F1}", $"{result.Against(first):F2}", $"{result.CpuPerText:F2}",
                    $"{first.CpuPerText / result.CpuPerText:F2}", $"{result.Percentile(0.5):F1}", $"{result.Percentile(0.99):F1}");
            console.Write(table);
        }

        var processes = new Table().Title("processes").AddColumns("contender", "start to first score, s", "memory, MB", "at its peak, MB");
        foreach (var process in comparison.Processes)
            processes.AddRow(process.Contender, $"{process.ColdStart:F2}", $"{process.Megabytes:F0}", $"{process.PeakMegabytes:F0}");
        console.Write(processes);
    }

    /// <summary>Writes all figures as JSON, and a plot for each text set.</summary>
    public static void Save(IReadOnlyList<Result> results, string directory)
    {
        File.WriteAllText(Path.Combine(directory, "compare.json"),
            JsonSerializer.Serialize(results.Where(result => result.Rounds.Count > 0), Indented));
        foreach (var set in results.Where(result => result.Rounds.Count > 0).GroupBy(result => result.Set))
        {
            using var plot = new Plot();
            var bars = set.Reverse()
                .Select((result, i) => new Bar
                {
                    Position = i,
                    Value = result.TextsPerSecond,
                    Label = $"{result.TextsPerSecond:F0}",
                    FillColor = result.Contender.StartsWith("ours", StringComparison.Ordinal) ? Color.FromHex("#2a78b8")
                        : Color.FromHex("#b8b8b8")
                }).ToArray();
            plot.Add.Bars(bars).Horizontal = true;
            plot.Axes.Left.SetTicks([.. bars.Select(bar => bar.Position)], [.. set.Reverse().Select(result => result.Contender)]);
            plot.Axes.SetLimitsX(0, 1.15 * bars.Max(bar => bar.Value));
            plot.Title($"Texts per second, {set.Key} texts");
            plot.SavePng(Path.Combine(directory, $"compare-{set.Key}.png"), 900, 420);
            plot.SaveSvg(Path.Combine(directory, $"compare-{set.Key}.svg"), 900, 420);
        }
    }
}

/// <summary>What a comparison has found.</summary>
/// <param name="Results">By contender and text set.</param>
/// <param name="Processes">The contenders that did not fail.</param>
/// <param name="IsComplete">Whether it was not stopped, and none has failed.</param>
internal sealed record Comparison(IReadOnlyList<Result> Results, IReadOnlyList<Footprint> Processes, bool IsComplete);

/// <summary>What one contender reached on one text set.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="Set">The text set's name.</param>
/// <param name="Rounds">Texts per second of each round; all contenders take turns within a round.</param>
/// <param name="CpuMilliseconds">Processor time per text of each round: less disturbed by a busy machine than the clock.</param>
/// <param name="Latencies">Milliseconds of single texts of a lone caller.</param>
internal sealed record Result(string Contender, string Set, List<double> Rounds, List<double> CpuMilliseconds, List<double> Latencies)
{
    public double TextsPerSecond => Rounds.Median();

    public double CpuPerText => CpuMilliseconds.Count > 0 ? CpuMilliseconds.Min() : double.NaN;

    public double Percentile(double share) => Latencies.QuantileCustom(share, QuantileDefinition.R1);

    /// <summary>How many times as fast as another, the median of the rounds' ratios.</summary>
    public double Against(Result other) => Rounds.Zip(other.Rounds, (mine, theirs) => mine / theirs).Median();
}
