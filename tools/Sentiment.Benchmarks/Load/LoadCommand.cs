using System.CommandLine;
using Sentiment.Models;
using Spectre.Console;

namespace Sentiment.Benchmarks.Load;

/// <summary><c>load</c>: rising load on each trigger of a host on this machine, up to and beyond the point where it refuses.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var http = new Option<string>("--http")
        {
            Description = "Where the host listens.",
            DefaultValueFactory = _ => "http://127.0.0.1:7071"
        };
        var bus = new Option<string?>(
            "--service-bus")
        { Description = "The broker's connection string, as the host prints it; without it, no queue load." };
        var storage = new Option<string?>(
            "--storage")
        { Description = "The storage connection string, as the host prints it; without it, no CSV load." };
        var seconds = new Option<double>("--seconds") { Description = "How long each level lasts.", DefaultValueFactory = _ => 8 };
        var levels = new Option<double[]>("--levels")
        {
            Description = "Reviews a second.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [50, 100, 200, 400, 800, 1600, 3200]
        };
        var documents = new Option<int>(
            "--documents")
        {
            Description =
                "Reviews in each HTTP call; many offer more than the machine can score, so that the trigger has to refuse.",
            DefaultValueFactory = _ => 1
        };
        var watched = new Option<int[]>("--watch")
        {
            Description = "Processes whose memory is shown: the host's and the worker's ids.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => []
        };
        var output = new Option<string>("--out")
        {
            Description = "Where the plots are put.",
            DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "sentiment-benchmarks")
        };
        var command = new Command("load",
            "Loads a running local host at all triggers, with rising load. The texts repeat: start the host with " +
            "Sentiment__CacheMegabytes=0, or most of them are not scored.")
        {
            http, bus, storage, seconds, levels, documents, watched, output,
        };
        command.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(http), UriKind.Absolute, out var host) || !host.IsLoopback)
                result.AddError("--http must be on this machine: only local hosts may be load-tested.");
        });
        command.SetAction(async parsed =>
        {
            var texts = ReviewTexts.Short(2000);
            var duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var seen = new List<LoadLevel>();
            var processes = new WatchedProcesses(parsed.GetValue(watched)!);
            await AnsiConsole.Progress().StartAsync(async screen =>
            {
                using (var load = new HttpLoad(new(parsed.GetValue(http)!), texts, parsed.GetValue(documents)))
                    await RiseAsync(screen.AddTask("HTTP"), load.RunAsync, parsed.GetValue(levels)!, duration,
                        level => seen.Add(processes.Seen(level)));
                if (parsed.GetValue(bus) is { } connection)
                {
                    await using var load = new QueueLoad(connection, texts);
                    await RiseAsync(screen.AddTask("queue"), load.RunAsync, parsed.GetValue(levels)!, duration,
                        level => seen.Add(processes.Seen(level)));
                }

                if (parsed.GetValue(storage) is { } account)
                    await CsvAsync(screen.AddTask("CSV"), new(account), texts, level => seen.Add(processes.Seen(level)));
            });
            LoadReport.Print(AnsiConsole.Console, seen);
            var directory = Directory.CreateDirectory(parsed.GetValue(output)!).FullName;
            LoadReport.Plot(seen, directory);
            AnsiConsole.WriteLine($"Plots: {directory}");
        });
        return command;
    }

    /// <summary>Runs one level after the other.</summary>
    public static async Task RiseAsync(ProgressTask task, Func<double, TimeSpan, Task<LoadLevel>> run, double[] levels, TimeSpan duration,
        Action<LoadLevel> seen)
    {
        task.MaxValue = levels.Length;
        await run(20, TimeSpan.FromSeconds(3)); // warms up
        foreach (var level in levels)
        {
            seen(await run(level, duration));
            task.Increment(1);
        }
    }

    private static async Task CsvAsync(ProgressTask task, CsvLoad load, string[] texts, Action<LoadLevel> seen)
    {
        int[] sizes = [1_000, 10_000, 50_000];
        task.MaxValue = sizes.Length;
        foreach (var rows in sizes)
        {
            seen(await load.RunAsync(rows, texts));
            task.Increment(1);
        }
    }
}
