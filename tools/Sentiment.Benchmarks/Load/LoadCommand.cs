using System.CommandLine;
using Sentiment.Models;
using Spectre.Console;

namespace Sentiment.Benchmarks.Load;

/// <summary><c>load</c>: rising load at each door of a host that runs on this machine, up to and past the point where it refuses.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var http = new Option<string>("--http") { Description = "Where the host listens.", DefaultValueFactory = _ => "http://127.0.0.1:7071" };
        var bus = new Option<string?>("--service-bus") { Description = "The broker's connection string, as the host prints it; without it, no queue load." };
        var storage = new Option<string?>("--storage") { Description = "The storage connection string, as the host prints it; without it, no CSV load." };
        var seconds = new Option<double>("--seconds") { Description = "How long each level lasts.", DefaultValueFactory = _ => 8 };
        var levels = new Option<double[]>("--levels") { Description = "Reviews a second.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [50, 100, 200, 400, 800, 1600, 3200] };
        var output = new Option<string>("--out") { Description = "Where the plots are put.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "sentiment-benchmarks") };
        var command = new Command("load", "Loads a running local host at all doors, ever harder.") { http, bus, storage, seconds, levels, output };
        command.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(http), UriKind.Absolute, out var host) || !host.IsLoopback)
                result.AddError("--http must be on this machine: a load test of anything else is an attack.");
        });
        command.SetAction(async parsed =>
        {
            var texts = ReviewTexts.Short(2000);
            var duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var seen = new List<LoadLevel>();
            await AnsiConsole.Progress().StartAsync(async screen =>
            {
                await HttpAsync(screen, seen, new(parsed.GetValue(http)!), parsed.GetValue(levels)!, duration, texts);
                if (parsed.GetValue(bus) is { } connection)
                    await QueueAsync(screen, seen, connection, parsed.GetValue(levels)!, duration, texts);
                if (parsed.GetValue(storage) is { } account)
                    await CsvAsync(screen, seen, account, texts);
            });
            LoadReport.Print(AnsiConsole.Console, seen);
            var directory = Directory.CreateDirectory(parsed.GetValue(output)!).FullName;
            LoadReport.Plot(seen, directory);
            AnsiConsole.WriteLine($"Plots: {directory}");
        });
        return command;
    }

    private static async Task HttpAsync(ProgressContext screen, List<LoadLevel> seen, Uri host, double[] levels, TimeSpan duration, string[] texts)
    {
        var task = screen.AddTask("HTTP", maxValue: levels.Length);
        using var load = new HttpLoad(host);
        await load.RunAsync(20, TimeSpan.FromSeconds(3), texts); // warms up
        foreach (var level in levels)
        {
            seen.Add(await load.RunAsync(level, duration, texts));
            task.Increment(1);
        }
    }

    private static async Task QueueAsync(ProgressContext screen, List<LoadLevel> seen, string connection, double[] levels, TimeSpan duration, string[] texts)
    {
        var task = screen.AddTask("queue", maxValue: levels.Length);
        var (host, port) = QueueLoad.Endpoint(connection);
        await using var load = await QueueLoad.ConnectAsync(host, port);
        await load.RunAsync(20, TimeSpan.FromSeconds(3), texts);
        foreach (var level in levels)
        {
            seen.Add(await load.RunAsync(level, duration, texts));
            task.Increment(1);
        }
    }

    private static async Task CsvAsync(ProgressContext screen, List<LoadLevel> seen, string storage, string[] texts)
    {
        int[] sizes = [1_000, 10_000, 50_000];
        var task = screen.AddTask("CSV", maxValue: sizes.Length);
        foreach (var rows in sizes)
        {
            seen.Add(await new CsvLoad(storage).RunAsync(rows, texts));
            task.Increment(1);
        }
    }
}
