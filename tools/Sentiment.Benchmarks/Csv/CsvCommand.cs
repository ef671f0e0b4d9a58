using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.Statistics;
using Sentiment.Csv;
using Sentiment.Inference;
using Sentiment.Models;
using Spectre.Console;

namespace Sentiment.Benchmarks.Csv;

/// <summary>
/// <c>csv</c>: the CSV function's pipeline and the engine's own bulk call on the same texts, taking turns in one process.
/// </summary>
internal static class CsvCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "A model directory; without it, the embedded model." };
        var rows = new Option<int>("--rows") { Description = "Rows of the file.", DefaultValueFactory = _ => 20_000 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds in which both take turns.", DefaultValueFactory = _ => 7 };
        var command = new Command("csv", "Compares the CSV function with the engine alone.") { model, rows, rounds };
        command.SetAction(async parsed =>
        {
            var loaded = SentimentModel.Load(parsed.GetValue(model) ?? SentimentModel.EmbeddedDirectory);
            // The texts repeat: each of them is to be computed.
            await using var engine = new SentimentEngine(loaded, new() { CacheMegabytes = 0 });
            var table = new Table().AddColumns("texts", "way", "rows/s", "of the engine's", "CPU us/row", "of the engine's");
            foreach (var (name, texts) in new[] { ("short", ReviewTexts.Short(parsed.GetValue(rows))),
                ("mixed", ReviewTexts.Mixed(parsed.GetValue(rows) / 8)) })
                Add(table, name, await CsvSpeed.MeasureAsync(engine, texts, parsed.GetValue(rounds)));
            AnsiConsole.Write(table);
            AnsiConsole.Write(await CacheAsync(parsed.GetValue(model), parsed.GetValue(rows) / 4, parsed.GetValue(rounds)));
            await PlanAsync(CsvSpeed.File(ReviewTexts.Short(parsed.GetValue(rows))));
        });
        return command;
    }

    private static void Add(Table table, string name, CsvSpeed speed)
    {
        table.AddRow(name, "engine", Number(speed.EnginePerSecond), "", Number(speed.EngineMicroseconds), "");
        table.AddRow(name, "CSV", Number(speed.CsvPerSecond), Ratio(speed.SpeedRatios), Number(speed.CsvMicroseconds),
            Ratio(speed.CostRatios));
    }

    /// <summary>
    /// What scoring equal texts once gains where texts repeat, and costs where none does. Each round has texts of its own.
    /// </summary>
    private static async Task<Table> CacheAsync(string? model, int count, int rounds)
    {
        var usual = new InferenceOptions { Model = model };
        var plain = usual with { CacheMegabytes = 0 };
        var table = new Table().AddColumns("texts", "every text computed, rows/s", "equal texts once, rows/s", "ratio");
        foreach (var (name, textsOf) in new (string, Func<int, string[]>)[]
            { ("repeats", round => ReviewTexts.Repeating(count, round)), ("distinct", round => ReviewTexts.Distinct(count, round)) })
        {
            var (off, on) = (new List<double>(), new List<double>());
            for (var round = 0; round <= rounds; round++)
            {
                var texts = textsOf(round);
                async Task<Timing> Run(InferenceOptions options)
                {
                    // An engine of its own for each turn: several in one process do not reach the same speed.
                    await using var engine = await SentimentEngine.LoadAsync(options);
                    await engine.ScoreAsync(ReviewTexts.Feed(200, seed: -1 - round));
                    return await Timing.MeasureAsync(async () => await engine.ScoreAsync(texts));
                }

                var (first, second) = round % 2 == 0 ? (await Run(plain), await Run(usual)) : (await Run(usual), await Run(plain));
                if (round == 0)
                    continue;
                off.Add(count / (round % 2 == 0 ? first : second).Seconds);
                on.Add(count / (round % 2 == 0 ? second : first).Seconds);
            }

            table.AddRow(name, Number(off.Median()), Number(on.Median()), Ratio(on.Zip(off, (with, without) => with / without)));
        }

        return table;
    }

    /// <summary>How fast a file is planned, from a disk and a warm cache, and how much memory that takes.</summary>
    private static async Task PlanAsync(byte[] rows)
    {
        const int Copies = 200;
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.OpenWrite(path))
                for (var copy = 0; copy < Copies; copy++)
                    await file.WriteAsync(rows);
            await using var read = File.OpenRead(path);
            var (bytes, clock) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.StartNew());
            var (plan, _) = await new CsvPlanner(1 << 20, 20_000).PlanAsync(
                read, "benchmark.csv", new Dictionary<string, string>(), "1", CancellationToken.None);
            var (seconds, allocated) = (clock.Elapsed.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"planned {read.Length / 1e6:F0} MB, {plan!.Rows} rows in {plan.Parts.Count} parts: " +
                $"{read.Length / 1e6 / seconds:F0} MB/s, " +
                $"{allocated / 1e6:F1} MB allocated"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The median of all rounds, and the least and the most.</summary>
    private static string Ratio(IEnumerable<double> ratios) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratios.Median():F3} ({ratios.Min():F3} to {ratios.Max():F3})");

    private static string Number(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
