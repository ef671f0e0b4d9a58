using System.CommandLine;
using System.Diagnostics;
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
        await using var engine = new SentimentEngine(SentimentModel.Load(model));
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
