using System.CommandLine;
using System.Text.Json;
using Sentiment.Models;
using Spectre.Console;

namespace Sentiment.Benchmarks.Compare;

/// <summary><c>compare</c>: this engine and its peers on the same model file and texts, taking turns in one run.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var model = new Option<string?>(
            "--model")
        { Description = "A model directory as exported; without it, random weights of the true size." };
        var texts = new Option<FileInfo?>(
            "--texts")
        {
            Description =
                "One text per line; without it, made-up ones: short, a feed (one in ten is long), one with repeats, mixed and long reviews."
        };
        var rounds = new Option<int>("--rounds") { Description = "Rounds in which all take turns.", DefaultValueFactory = _ => 5 };
        var scale = new Option<int>("--scale") { Description = "Multiplies the number of texts.", DefaultValueFactory = _ => 4 };
        var results = new Option<string>("--out")
        {
            Description = "Where models, plots and the Node peer are put.",
            DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "sentiment-benchmarks")
        };
        var noNode = new Option<bool>("--no-node") { Description = "Leave the peers on Node out." };
        var command = new Command("compare", "Compares the engine with what a user would take instead.") { model, texts, rounds,
            scale, results, noNode };
        command.SetAction(async (parsed, ct) =>
        {
            var directory = Directory.CreateDirectory(parsed.GetValue(results)!).FullName;
            var bench = ComparedModels.Prepare(parsed.GetValue(model), directory);
            AnsiConsole.WriteLine(
                $"Matrix kernels at best on one thread, before: fp32 {Peak.Fp32():F0} GFLOP/s, int8 {Peak.Int8():F0} GOP/s");
            var sets = TextSet.Of(parsed.GetValue(texts), parsed.GetValue(scale));
            var comparison = await RunAsync(bench, directory, !parsed.GetValue(noNode), sets, parsed.GetValue(rounds), ct);
            if (!ct.IsCancellationRequested)
                AnsiConsole.WriteLine($"The same, after: fp32 {Peak.Fp32():F0} GFLOP/s, int8 {Peak.Int8():F0} GOP/s");
            Report.Print(AnsiConsole.Console, comparison);
            Report.Save(comparison.Results, directory);
            AnsiConsole.WriteLine($"Figures and plots: {directory}");
            return comparison.IsComplete ? 0 : 1;
        });
        return command;
    }

    /// <summary>Starts all contenders, measures them, and ends them.</summary>
    public static async Task<Comparison> RunAsync(ComparedModels models, string directory, bool withNode, TextSet[] sets, int rounds,
        CancellationToken cancellationToken)
    {
        var contenders = await Peers.StartAsync(models, directory, withNode);
        var started = contenders.Count;
        try
        {
            var results = new List<Result>();
            await MeasureAsync(contenders, sets, rounds, results, cancellationToken);
            return new(results, [.. contenders.Select(contender => contender.Footprint)],
                !cancellationToken.IsCancellationRequested && contenders.Count == started);
        }
        finally
        {
            foreach (var contender in contenders) await contender.DisposeAsync();
        }
    }

    /// <summary>Measures set by set. What is stopped, and what a contender that fails has not done, is left out.</summary>
    private static Task MeasureAsync(List<Contender> contenders, TextSet[] sets, int rounds, List<Result> results,
        CancellationToken cancellationToken) => AnsiConsole.Progress()
        .StartAsync(async screen =>
    {
        AnsiConsole.WriteLine(
            $"At most {await EstimateAsync(contenders, sets, rounds):F0} minutes. Ctrl-C shows what was measured so far.");
        foreach (var set in sets)
        {
            var fit = contenders.Where(contender => set.IsNewEachRound || !contender.IsCached).ToList();
            var task = screen.AddTask(set.Name, maxValue: (rounds + 1) * fit.Count);
            var found = fit.ToDictionary(contender => contender, contender => new Result(contender.Name, set.Name, [], [], []));
            results.AddRange(found.Values);
            // Round 0 warms up.
            for (var round = 0; round <= rounds; round++)
            {
                var texts = set.TextsOf(round);
                foreach (var contender in fit.ToList())
                {
                    if (cancellationToken.IsCancellationRequested) return;
                    try
                    {
                        await MeasureAsync(contender, set, texts, round == 0 ? null : found[contender]);
                    }
                    catch (Exception exception) when (IsFailure(exception))
                    {
                        // Ctrl-C in a terminal ends the contenders, too.
                        if (cancellationToken.IsCancellationRequested) return;
                        AnsiConsole.WriteLine($"{contender.Name} failed and is left out from here on: {exception.Message}");
                        fit.Remove(contender);
                        contenders.Remove(contender);
                        await contender.DisposeAsync();
                    }

                    task.Increment(1);
                }
            }
        }
    });

    // Two texts of each set, one by one: batches are faster.
    private static async Task<double> EstimateAsync(List<Contender> contenders, TextSet[] sets, int rounds)
    {
        var seconds = 0d;
        foreach (var set in sets)
        {
            var texts = set.TextsOf(0);
            string[] some = [.. texts.Take(2)];
            foreach (var contender in contenders)
            {
                try
                {
                    seconds += (await contender.ScoreAsync(new(some, Singly: true, set.PadTo))).Seconds / some.Length * texts.Length;
                }
                catch (Exception exception) when (IsFailure(exception))
                {
                    // The measurement says so.
                }
            }
        }

        return Math.Ceiling(seconds * (rounds + 1) / 60);
    }

    private static bool IsFailure(Exception exception) =>
        exception is InvalidOperationException or IOException or OperationCanceledException or JsonException;

    private static async Task MeasureAsync(Contender contender, TextSet set, string[] texts, Result? result)
    {
        var cpu = contender.CpuSeconds;
        var all = await contender.ScoreAsync(new(texts, Singly: false, set.PadTo));
        cpu = contender.CpuSeconds - cpu;
        // A contender that keeps scores knows these texts by now.
        string[] others = contender.IsCached ? [.. texts.Take(8).Select(text => text + " Again.")] : [.. texts.Take(8)];
        var single = await contender.ScoreAsync(new(others, Singly: true, set.PadTo));
        result?.Rounds.Add(texts.Length / all.Seconds);
        result?.CpuMilliseconds.Add(1000 * cpu / texts.Length);
        result?.Latencies.AddRange(single.Latencies);
    }
}

/// <summary>The models that are compared: one as exported, and the ones that <c>model optimise</c> writes.</summary>
internal sealed record ComparedModels(string Plain, string Exact, string Int8)
{
    /// <summary>Prepares them under a directory; a second run finds them there.</summary>
    public static ComparedModels Prepare(string? model, string directory)
    {
        var plain = model ?? Path.Combine(directory, "plain");
        if (!Directory.Exists(plain))
            ModelDirectory.Write(plain, to => ModelDirectory.WriteSynthetic(to, WeightSynthesis.Create(new ModelDimensions(), seed: 1)));
        return new(plain, Optimized(plain, directory, new Fp32Writer(), Bounds.Exact),
            Optimized(plain, directory, new Int8Writer(), Bounds.Int8));
    }

    private static string Optimized(string plain, string directory, ILinearWriter linear, Bounds bounds)
    {
        // The hash in the name: another source must not find this one's variants.
        using var loaded = Inference.SentimentModel.Load(plain);
        var place = Path.Combine(directory, $"{linear.Variant.Replace(' ', '-')}-{loaded.Info.Sha256[..12]}");
        if (!Directory.Exists(place))
            ModelOptimizer.Optimize(plain, place, linear, bounds, [.. ReviewTexts.Short(60), .. ReviewTexts.Mixed(40)]);
        return place;
    }
}

/// <summary>Texts to compare on.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="TextsOf">The texts of a round.</param>
/// <param name="PadTo">The fixed length of those who pad to one.</param>
/// <param name="IsNewEachRound">Whether no text of a round was in an earlier one.</param>
internal sealed record TextSet(string Name, Func<int, string[]> TextsOf, int PadTo, bool IsNewEachRound = false)
{
    /// <summary>The usual sets, or one of a file's lines.</summary>
    /// <exception cref="ArgumentException">The file is empty.</exception>
    public static TextSet[] Of(FileInfo? file, int scale) => file is not null
        ? File.ReadAllLines(file.FullName) is { Length: > 0 } lines ? [Same(Path.GetFileNameWithoutExtension(file.Name), lines, 128)]
            : throw new ArgumentException($"{file} has no text.")
        : [Same("short", ReviewTexts.Short(64 * scale), 128), Same("feed", ReviewTexts.Feed(60 * scale), 128),
            new("repeats", round => ReviewTexts.Repeating(60 * scale, round), 128, IsNewEachRound: true),
            Same("mixed", ReviewTexts.Mixed(32 * scale), 128), Same("128 tokens", ReviewTexts.OfTokens(16 * scale, 128), 128),
            Same("long", ReviewTexts.Long(2 * scale), 512)];

    private static TextSet Same(string name, string[] texts, int padTo) => new(name, _ => texts, padTo);
}
