using System.Diagnostics;
using System.Globalization;
using System.Text;
using MathNet.Numerics.Statistics;
using Sentiment.Inference;
using SentimentFunctions.Csv;

namespace Sentiment.Benchmarks.Csv;

/// <summary>The engine's bulk call and the CSV functions' pipeline on the same texts, in turns.</summary>
/// <param name="Count">How many texts.</param>
/// <param name="Engine">The engine's turns.</param>
/// <param name="Csv">The pipeline's turns, of the same rounds.</param>
internal sealed record CsvSpeed(int Count, IReadOnlyList<Timing> Engine, IReadOnlyList<Timing> Csv)
{
    public double EnginePerSecond => Count / Engine.Select(turn => turn.Seconds).Median();

    public double CsvPerSecond => Count / Csv.Select(turn => turn.Seconds).Median();

    /// <summary>Processor time of a text.</summary>
    public double EngineMicroseconds => 1e6 * Engine.Select(turn => turn.CpuSeconds).Median() / Count;

    /// <summary>Processor time of a row.</summary>
    public double CsvMicroseconds => 1e6 * Csv.Select(turn => turn.CpuSeconds).Median() / Count;

    /// <summary>The pipeline's speed in relation to the engine's, of each round.</summary>
    public IEnumerable<double> SpeedRatios => Engine.Zip(Csv, (engine, csv) => engine.Seconds / csv.Seconds);

    /// <summary>The same of the processor time.</summary>
    public IEnumerable<double> CostRatios => Engine.Zip(Csv, (engine, csv) => csv.CpuSeconds / engine.CpuSeconds);

    /// <param name="engine">Without a cache: texts are repeated.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="rounds">How many rounds count; one more warms up.</param>
    public static async Task<CsvSpeed> MeasureAsync(SentimentEngine engine, string[] texts, int rounds)
    {
        var file = File(texts);
        var (bulk, csv) = (new List<Timing>(), new List<Timing>());
        for (var round = 0; round <= rounds; round++)
        {
            Task<Timing> Bulk() => Timing.MeasureAsync(async () => await engine.ScoreAsync(texts));
            Task<Timing> Csv() => Timing.MeasureAsync(() => ScoreAsync(engine, file));
            var (first, second) = round % 2 == 0 ? (await Bulk(), await Csv()) : (await Csv(), await Bulk());
            if (round == 0)
                continue;
            bulk.Add(round % 2 == 0 ? first : second);
            csv.Add(round % 2 == 0 ? second : first);
        }

        return new(texts.Length, bulk, csv);
    }

    /// <summary>A file of these texts, with two more columns.</summary>
    public static byte[] File(string[] texts) => Encoding.UTF8.GetBytes("id,text,stars\r\n" + string.Concat(
        texts.Select(
            (text, i) =>
                $"{i.ToString(CultureInfo.InvariantCulture)},\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{i % 5}\r\n")));

    /// <summary>What the functions do between the blob that they read and the one that they write, part by part.</summary>
    private static async Task ScoreAsync(SentimentEngine engine, byte[] file)
    {
        using var blob = new MemoryStream(file);
        var (plan, _) = await PartSize.Planner(new(), engine.Model).PlanAsync(
            blob, "benchmark.csv", new Dictionary<string, string>(), "1", CancellationToken.None);
        var scorer = new PartScorer(engine, new());
        for (var part = 0; part < plan!.Parts.Count; part++)
        {
            using var bytes = new MemoryStream(file, (int)plan.Parts[part].Offset, (int)plan.Parts[part].Length);
            await scorer.ScoreAsync(plan, part, bytes, CancellationToken.None);
        }
    }
}

/// <summary>What one way took for all texts.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="CpuSeconds">On all processors together: other processes change it little.</param>
internal readonly record struct Timing(double Seconds, double CpuSeconds)
{
    /// <summary>Measures this process while it does something.</summary>
    public static async Task<Timing> MeasureAsync(Func<Task> run)
    {
        GC.Collect();
        var (clock, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await run();
        return new(Stopwatch.GetElapsedTime(clock).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}
