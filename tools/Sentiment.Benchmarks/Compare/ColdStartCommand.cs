using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using MathNet.Numerics.Statistics;
using Microsoft.ML.OnnxRuntime;
using Sentiment.Inference;
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
                .AddColumns("model", "runtime", "tokenizer", "session", "same, usual heap", "first score", "total", "median total", "CPU");
            foreach (var (directory, starts) in found)
            {
                var best = starts.MinBy(start => start.Total)!;
                double[] cells = [best.Runtime, best.Tokenizer, best.Session, starts.Min(start => start.UsualHeapSession),
                    best.FirstScore, best.Total, starts.Select(start => start.Total).Median(), starts.Min(start => start.Cpu)];
                table.AddRow([Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)), .. cells.Select(cell => $"{cell:F0}")]);
            }

            AnsiConsole.Write(table);
        });
        return command;
    }

    /// <summary>The starts of each model, which take turns.</summary>
    public static async Task<IReadOnlyDictionary<string, List<StartPhases>>> StartsAsync(IEnumerable<string> models, int rounds)
    {
        var found = models.ToDictionary(directory => directory, _ => new List<StartPhases>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (directory, starts) in found) starts.Add(await StartAsync(directory));
        }

        return found;
    }

    private static async Task<StartPhases> StartAsync(string directory)
    {
        var usual = await RunAsync<double>("usual-heap-session", directory);
        return await RunAsync<StartPhases>("start-phases", directory) with { UsualHeapSession = usual };
    }

    private static async Task<T> RunAsync<T>(string measurement, string directory)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [measurement, directory]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonSerializer.Deserialize<T>(output)!;
    }
}

/// <summary>Milliseconds from the start of this process to its first score, part by part.</summary>
/// <param name="Runtime">From the start of the process to the first line of the program: the .NET runtime.</param>
/// <param name="Tokenizer">Reading the vocabulary.</param>
/// <param name="Session">Reading and optimising the ONNX model.</param>
/// <param name="FirstScore">The first text: tokenizing, the first run, and compiling what they need.</param>
/// <param name="Cpu">Processor time of all of it: less disturbed by a busy machine than the clock.</param>
internal sealed record StartPhases(double Runtime, double Tokenizer, double Session, double FirstScore, double Cpu)
{
    public double Total => Runtime + Tokenizer + Session + FirstScore;

    /// <summary>The milliseconds of <see cref="Session"/> in another process, whose heap was not prepared for the load.</summary>
    public double UsualHeapSession { get; init; }

    /// <summary>Opens the session as <see cref="Measure"/> does, but without preparing the heap.</summary>
    public static double MeasureUsualHeap(string directory)
    {
        _ = SentimentModel.LoadTokenizer(directory);
        var (session, loading) = Time(() =>
        {
            using var options = SessionTuning.Create(new InferenceOptions());
            return new InferenceSession(Path.Combine(directory, "model.onnx"), options);
        });
        session.Dispose();
        return loading;
    }

    public static StartPhases Measure(string directory)
    {
        using var process = Process.GetCurrentProcess();
        var runtime = (DateTime.Now - process.StartTime).TotalMilliseconds;
        var (tokenizer, tokenizing) = Time(() => SentimentModel.LoadTokenizer(directory).Tokenizer);
        var (session, loading) = Time(() => new ClassifierSession(Path.Combine(directory, "model.onnx"), new InferenceOptions(), 2));
        using (session)
        {
            var (_, scoring) = Time(() =>
            {
                var (text, logits) = (tokenizer.Encode("A first text.", 64), new float[2]);
                session.Run([text.Ids], logits);
                return Math.Exp(logits[1]) / (Math.Exp(logits[0]) + Math.Exp(logits[1]));
            });
            return new(runtime, tokenizing, loading, scoring, process.TotalProcessorTime.TotalMilliseconds);
        }
    }

    private static (T Result, double Milliseconds) Time<T>(Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        return (result, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
