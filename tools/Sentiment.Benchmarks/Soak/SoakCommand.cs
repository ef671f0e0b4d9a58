using System.CommandLine;
using System.Diagnostics;
using ScottPlot;
using Sentiment.Inference;
using Sentiment.Models;
using Spectre.Console;

namespace Sentiment.Benchmarks.Soak;

/// <summary><c>soak</c>: scores many texts in one process and watches its memory, which must be flat after the warm-up.</summary>
internal static class SoakCommand
{
    private const int TextsPerCall = 500;

    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "A model directory; without it, the embedded model." };
        var count = new Option<int>("--count") { Description = "Texts to score.", DefaultValueFactory = _ => 100_000 };
        var results = new Option<string>("--out")
        {
            Description = "Where the plot is put.",
            DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "sentiment-benchmarks")
        };
        var command = new Command("soak", "Scores mixed texts for long and watches the memory of the process.") { model, count, results };
        command.SetAction(async parsed =>
        {
            var samples = await RunAsync(parsed.GetValue(model) ?? SentimentModel.EmbeddedDirectory, parsed.GetValue(count));
            SoakReport.Print(AnsiConsole.Console, samples);
            SoakReport.Plot(samples, Directory.CreateDirectory(parsed.GetValue(results)!).FullName);
        });
        return command;
    }

    private static Task<List<SoakSample>> RunAsync(string model, int count) => AnsiConsole.Progress().StartAsync(async screen =>
    {
        var task = screen.AddTask("texts", maxValue: count);
        await using var engine = new SentimentEngine(SentimentModel.Load(model), new() { CacheMegabytes = 0 });
        var (samples, start) = (new List<SoakSample> { SoakSample.Now(0, TimeSpan.Zero) }, Stopwatch.GetTimestamp());
        for (var scored = 0; scored < count;)
        {
            // Different texts each time: new shapes would make memory grow.
            var texts = ReviewTexts.Mixed(Math.Min(TextsPerCall, count - scored), seed: scored);
            await engine.ScoreAsync(texts);
            scored += texts.Length;
            task.Increment(texts.Length);
            samples.Add(SoakSample.Now(scored, Stopwatch.GetElapsedTime(start)));
        }

        return samples;
    });
}

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

/// <summary>The process after so many texts.</summary>
/// <param name="Texts">Texts scored so far.</param>
/// <param name="Elapsed">Time since the first.</param>
/// <param name="Cpu">Processor time of the process since its start.</param>
/// <param name="Megabytes">Memory that it holds (resident set).</param>
/// <param name="ManagedMegabytes">The part of it that .NET's heap holds.</param>
internal sealed record SoakSample(int Texts, TimeSpan Elapsed, TimeSpan Cpu, double Megabytes, double ManagedMegabytes)
{
    public static SoakSample Now(int texts, TimeSpan elapsed)
    {
        using var process = Process.GetCurrentProcess();
        return new(texts, elapsed, process.TotalProcessorTime, process.WorkingSet64 / 1e6, GC.GetGCMemoryInfo().HeapSizeBytes / 1e6);
    }
}
