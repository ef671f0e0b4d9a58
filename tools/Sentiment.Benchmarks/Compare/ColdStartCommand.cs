using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using MathNet.Numerics.Statistics;
using Spectre.Console;

namespace Sentiment.Benchmarks.Compare;

/// <summary>
/// <c>cold-start</c>: the time from process start to first score, split into phases, for several models in several rounds.
/// </summary>
internal static class ColdStartCommand
{
    public static Command Create()
    {
        var models = new Argument<string[]>("model") { Description = "Model directories to start with.", Arity = ArgumentArity.OneOrMore };
        var rounds = new Option<int>("--rounds") { Description = "Starts of each, taking turns.", DefaultValueFactory = _ => 10 };
        var command = new Command("cold-start", "Measures the time from process start to first score.") { models, rounds };
        command.SetAction(async parsed =>
        {
            var found = await StartsAsync(parsed.GetValue(models)!, parsed.GetValue(rounds));
            var table = new Table().Title("milliseconds, the best start of each")
                .AddColumns("model", "runtime", "engine", "first score", "total", "median total", "CPU")
                .AddColumns("tokenizer alone", "session alone", "same, usual heap");
            foreach (var (directory, starts) in found)
            {
                var best = starts.MinBy(start => start.Total)!;
                double[] cells = [best.Runtime, best.Engine, best.FirstScore, best.Total, starts.Select(start => start.Total).Median(),
                    starts.Min(start => start.Cpu), starts.Min(start => start.Parts.Tokenizer), starts.Min(start => start.Parts.Session),
                    starts.Min(start => start.UsualHeapSession)];
                table.AddRow([Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)), .. cells.Select(cell => $"{cell:F0}")]);
            }

            AnsiConsole.Write(table);
        });
        return command;
    }

    /// <summary>The starts of each model, which take turns.</summary>
    public static async Task<IReadOnlyDictionary<string, List<EngineStart>>> StartsAsync(IEnumerable<string> models, int rounds)
    {
        var found = models.ToDictionary(directory => directory, _ => new List<EngineStart>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (directory, starts) in found) starts.Add(await StartAsync(directory));
        }

        return found;
    }

    private static async Task<EngineStart> StartAsync(string directory) =>
        await RunAsync<EngineStart>(StartMeasurements.Engine, directory) with
        {
            Parts = await RunAsync<LoadParts>(StartMeasurements.Parts, directory),
            UsualHeapSession = await RunAsync<double>(StartMeasurements.UsualHeapSession, directory),
        };

    private static async Task<T> RunAsync<T>(string measurement, string directory)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [measurement, directory]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonSerializer.Deserialize<T>(output)!;
    }
}
