using System.CommandLine;
using System.Globalization;
using ScottPlot;
using Sentiment.Benchmarks.Hosts;
using Sentiment.Benchmarks.Load;
using Sentiment.Models;
using Spectre.Console;

namespace Sentiment.Benchmarks.Queue;

/// <summary><c>queue</c>: single messages against batches, for brokers with rising latency.</summary>
internal static class QueueCommand
{
    // The texts repeat: with the cache, most of them would not be scored.
    private static readonly (string Name, string Value)[] Scoring =
        [("Sentiment__Model", "sentiment-tiny"), ("Sentiment__CacheMegabytes", "0")];

    public static Command Create()
    {
        var latencies = new Option<int[]>("--latency")
        {
            Description = "How long the broker waits before it answers, in milliseconds.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [0, 5, 10, 20],
        };
        var calls = new Option<int[]>("--calls")
        {
            Description = "Single messages at a time (maxConcurrentCalls).",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [16, 32, 64, 128, 256],
        };
        var prefetch = new Option<int>("--prefetch") { Description = "Single messages fetched ahead (prefetchCount)." };
        var seconds = new Option<double>("--seconds") { Description = "How long each measurement lasts.", DefaultValueFactory = _ => 6 };
        var output = new Option<string>("--out")
        {
            Description = "Where the plot is put.",
            DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "sentiment-benchmarks"),
        };
        var command = new Command("queue", "Compares one message an invocation with a batch trigger.") { latencies, calls,
            prefetch, seconds, output };
        command.SetAction(async parsed =>
        {
            HostedApp[] designs = [Batches(), .. parsed.GetValue(calls)!.Select(count => Single(count, parsed.GetValue(prefetch)))];
            var results = await MeasureAsync(designs, parsed.GetValue(latencies)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            Print(results);
            var plot = Path.Combine(Directory.CreateDirectory(parsed.GetValue(output)!).FullName, "queue.png");
            Plot(results, plot);
            AnsiConsole.WriteLine($"Plot: {plot}");
        });
        return command;
    }

    /// <summary>One batch of 64 messages an invocation, one invocation at a time.</summary>
    private static HostedApp Batches() => new("batches of 64", Metadata.Of("BatchApp"), Scoring);

    /// <summary>One message an invocation, so many at a time and so many fetched ahead.</summary>
    private static HostedApp Single(int calls, int prefetch) => new(
        $"single, {calls} calls", Metadata.Of("App"),
        [
            .. Scoring,
            ("AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls", $"{calls}"),
            ("AzureFunctionsJobHost__extensions__serviceBus__prefetchCount", $"{prefetch}"),
        ]);

    private static Task<List<QueueResult>> MeasureAsync(HostedApp[] designs, int[] latencies, TimeSpan duration) =>
        AnsiConsole.Progress().StartAsync(async screen =>
        {
            var texts = ReviewTexts.Short(2000);
            var task = screen.AddTask("queue", maxValue: designs.Length * latencies.Length);
            var results = new List<QueueResult>();
            foreach (var latency in latencies)
            {
                foreach (var design in designs)
                {
                    task.Description = $"{latency} ms, {design.Name}";
                    results.Add(await QueueMeasurement.RunAsync(design, latency, texts, duration));
                    task.Increment(1);
                }
            }

            return results;
        });

    private static void Print(IReadOnlyList<QueueResult> results)
    {
        var table = new Table().AddColumns("latency ms", "design", "reviews/s", "times batches", "p50 ms", "p99 ms",
            "delivered again", "dead-lettered");
        foreach (var result in results)
        {
            var batches = results.First(other => other.Latency == result.Latency);
            table.AddRow(
                Number(result.Latency), result.Design, Number(result.PerSecond),
                (result.PerSecond / batches.PerSecond).ToString("F1", CultureInfo.InvariantCulture),
                Number(LoadLevel.Percentile(result.Times, 0.5)), Number(LoadLevel.Percentile(result.Times, 0.99)), Number(result.Repeated),
                Number(result.DeadLettered));
        }

        AnsiConsole.Console.Profile.Width = Math.Max(AnsiConsole.Console.Profile.Width, 120); // where the output is no terminal
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Delivered again, dead-lettered: of 200 reviews that were sent together with one message that always fails.");
    }

    private static void Plot(IReadOnlyList<QueueResult> results, string path)
    {
        using var plot = new Plot();
        foreach (var design in results.GroupBy(result => result.Design))
        {
            var line = plot.Add.Scatter(design.Select(result => (double)result.Latency).ToArray(),
                design.Select(result => result.PerSecond).ToArray());
            line.LegendText = design.Key;
        }

        plot.Title("The queue function on one instance: reviews a second against the broker's latency");
        plot.XLabel("milliseconds until the broker answers a send or a settlement");
        plot.YLabel("reviews a second");
        plot.ShowLegend(Edge.Right);
        plot.SavePng(path, 900, 420);
    }

    private static string Number(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
