using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Json;
using MathNet.Numerics.Statistics;
using Sentiment.Benchmarks.Hosts;
using Spectre.Console;

namespace Sentiment.Benchmarks.Compare;

/// <summary>
/// <c>app-start</c>: the time from the start of the app's worker process to its first answers on the local host, for several builds of it.
/// </summary>
internal static class AppStartCommand
{
    public static Command Create()
    {
        var apps = new Argument<string[]>("app")
        {
            Description = "Folders of published apps, inside of the repository, where the host finds the settings.",
            Arity = ArgumentArity.OneOrMore,
        };
        var rounds = new Option<int>("--rounds") { Description = "Starts of each, taking turns.", DefaultValueFactory = _ => 10 };
        var command = new Command("app-start", "Measures the time from the worker's start to its first answered call.") { apps, rounds };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var found = parsed.GetValue(apps)!.Select(folder => (Folder: folder, Starts: new List<AppStart>())).ToList();
            for (var round = 0; round < parsed.GetValue(rounds); round++)
            {
                foreach (var (folder, starts) in found) starts.Add(await MeasureAsync(Path.GetFullPath(folder), cancellationToken));
            }

            var table = new Table().Title("milliseconds, median (least to most)")
                .AddColumns("app", "files, MB", "functions loaded", "host ready", "first answer", "second answer", "CPU");
            foreach (var (folder, starts) in found)
            {
                Func<AppStart, double>[] columns =
                    [start => start.Loaded, start => start.Ready, start => start.First, start => start.Second, start => start.Cpu];
                var bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
                table.AddRow([folder, $"{bytes / 1e6:F0}", .. columns.Select(column => starts.Select(column).ToArray()).Select(
                    times => $"{times.Median():F0} ({times.Minimum():F0} to {times.Maximum():F0})")]);
            }

            AnsiConsole.Write(table);
        });
        return command;
    }

    private static async Task<AppStart> MeasureAsync(string app, CancellationToken cancellationToken)
    {
        await using var host = await MeasuredHost.StartAsync(new(app, app));
        var (ready, loaded) = (DateTime.Now - host.Worker.StartTime, host.FunctionsLoaded - host.Worker.StartTime);
        using var http = new HttpClient { BaseAddress = host.Http };
        var first = await CallAsync();
        host.Worker.Refresh();
        return new(
            loaded.TotalMilliseconds, ready.TotalMilliseconds, first, await CallAsync(), host.Worker.TotalProcessorTime.TotalMilliseconds);

        async Task<double> CallAsync()
        {
            using var body = JsonContent.Create(new { text = "A first text." });
            await body.LoadIntoBufferAsync(cancellationToken); // The function wants the length.
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsync(new Uri("api/score", UriKind.Relative), body, cancellationToken);
            answer.EnsureSuccessStatusCode();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    /// <summary>Milliseconds of one start.</summary>
    /// <param name="Loaded">From the worker's start until it has loaded its functions.</param>
    /// <param name="Ready">The same until the host has connected their triggers, too: work of the host, while the model loads.</param>
    /// <param name="First">The first call, which waits for the model.</param>
    /// <param name="Second">The second call.</param>
    /// <param name="Cpu">The worker's processor time of all of it.</param>
    private sealed record AppStart(double Loaded, double Ready, double First, double Second, double Cpu);
}
