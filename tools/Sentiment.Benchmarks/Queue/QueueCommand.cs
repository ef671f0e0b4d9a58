using System.CommandLine;
using System.Globalization;
using ScottPlot;
using Sentiment.Benchmarks.Hosts;
using Sentiment.Models;
using Spectre.Console;

namespace Sentiment.Benchmarks.Queue;

/// <summary><c>queue</c>: single messages against batches, for brokers with rising latency.</summary>
internal static class QueueCommand
{
    // The texts repeat: with the cache, most of them would not be scored.
    private static readonly (string Name, string Value)[] Scoring =
        [("Sentiment__Model", "sentiment-tiny"), ("Sentiment__CacheMegabytes", "0")];

    // Of each measurement, beside the time that is asked for: the host's start and end, the warm-up, and the message that fails.
    private const double OtherSeconds = 10;

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
            DefaultValueFactory = _ => [64, 128, 256],
        };
        var prefetch = new Option<int>("--prefetch") { Description = "Single messages fetched ahead (prefetchCount)." };
        var rounds = new Option<int>("--rounds") { Description = "Rounds in which all take turns.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "How long each measurement lasts.", DefaultValueFactory = _ => 3 };
        var output = new Option<string>("--out")
        {
            Description = "Where the plot is put.",
            DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "sentiment-benchmarks"),
        };
        var command = new Command("queue", "Compares one message an invocation with a batch trigger.") { latencies, calls,
            prefetch, rounds, seconds, output };
        command.SetAction(async parsed =>
        {
            HostedApp[] designs = [Batches(), .. parsed.GetValue(calls)!.Select(count => Single(count, parsed.GetValue(prefetch)))];
            var results = await MeasureAsync(designs, parsed.GetValue(latencies)!, parsed.GetValue(rounds),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)));
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

    /// <summary>Measures all designs at all latencies in rounds: what slows the machine for some minutes affects all of them.</summary>
    private static Task<QueueResult[]> MeasureAsync(HostedApp[] designs, int[] latencies, int rounds, TimeSpan duration) =>
        AnsiConsole.Progress().StartAsync(async screen =>
        {
            var texts = ReviewTexts.Short(2000);
            var runs = (from round in Enumerable.Range(1, rounds)
                        from latency in latencies
                        from design in designs
                        select (Round: round, Latency: latency, Design: design)).ToArray();
            var minutes = runs.Length * (QueueMeasurement.Durations * duration.TotalSeconds + OtherSeconds) / 60;
            AnsiConsole.WriteLine($"This takes about {Number(Math.Ceiling(minutes))} minutes.");
            var task = screen.AddTask("queue", maxValue: runs.Length);
            var results = new List<QueueResult>();
            foreach (var run in runs)
            {
                task.Description = $"round {run.Round}, {run.Latency} ms, {run.Design.Name}";
                results.Add(await QueueMeasurement.RunAsync(run.Design, run.Latency, texts, duration));
                task.Increment(1);
            }

            return results.GroupBy(result => (result.Latency, result.Design)).Select(QueueResult.Median).ToArray();
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
                Number(result.P50), Number(result.P99), Number(result.Repeated), Number(result.DeadLettered));
        }

        AnsiConsole.Console.Profile.Width = Math.Max(AnsiConsole.Console.Profile.Width, 120); // where the output is no terminal
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            "Medians of the rounds. Delivered again, dead-lettered: of 200 reviews that were sent together with one that always fails.");
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
