using ScottPlot;
using Spectre.Console;

namespace Sentiment.Benchmarks.Soak;

/// <summary>Shows a soak run: a table of ten rows, and a plot of all samples.</summary>
internal static class SoakReport
{
    private const int Rows = 10;

    public static void Print(IAnsiConsole console, List<SoakSample> samples)
    {
        var table = new Table().AddColumns("texts", "seconds", "CPU seconds", "memory, MB", ".NET heap, MB");
        foreach (var sample in samples.Where((_, i) => i == 1 || i % Math.Max(1, (samples.Count - 1) / Rows) == 0))
            table.AddRow($"{sample.Texts}", $"{sample.Elapsed.TotalSeconds:F1}", $"{sample.Cpu.TotalSeconds:F1}", $"{sample.Megabytes:F0}",
                $"{sample.ManagedMegabytes:F0}");
        console.Write(table);
        console.WriteLine($"At its peak: {samples.Max(sample => sample.Megabytes):F0} MB");
    }

    public static void Plot(List<SoakSample> samples, string directory)
    {
        using var plot = new Plot();
        Add("process", sample => sample.Megabytes);
        Add(".NET heap", sample => sample.ManagedMegabytes);
        plot.Title("Memory over a long run");
        plot.XLabel("texts scored");
        plot.YLabel("MB");
        plot.Axes.SetLimitsY(0, 1.2 * samples.Max(sample => sample.Megabytes));
        plot.ShowLegend(Alignment.LowerRight);
        plot.SavePng(Path.Combine(directory, "soak.png"), 900, 320);

        void Add(string name, Func<SoakSample, double> value)
        {
            var line = plot.Add.ScatterLine(samples.Select(sample => (double)sample.Texts).ToArray(), samples.Select(value).ToArray());
            (line.LegendText, line.LineWidth) = (name, 2);
        }
    }
}
