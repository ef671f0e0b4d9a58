using System.Runtime.Intrinsics.X86;
using MathNet.Numerics.Statistics;
using Sentiment.Benchmarks.Compare;
using Sentiment.Benchmarks.Csv;
using Sentiment.Benchmarks.Hosts;
using Sentiment.Benchmarks.Load;
using Sentiment.Inference;
using Sentiment.Models;
using Sentiment.Simulation.Figures;
using Spectre.Console;

namespace Sentiment.Benchmarks.Figures;

/// <summary>Measures everything that <see cref="MeasuredFigures"/> has, one part after the other.</summary>
/// <param name="directory">Where models and the Node peer are put.</param>
/// <param name="plots">Where plots are put.</param>
/// <param name="rounds">Rounds in which contenders take turns.</param>
/// <param name="scale">Multiplies the number of compared texts.</param>
/// <param name="levelDuration">How long each level of load lasts.</param>
internal sealed class MeasuringSession(string directory, string plots, int rounds, int scale, TimeSpan levelDuration)
{
    /// <summary>The parts, in their order, named as the lists of the file.</summary>
    public const string StartsPart = "starts", EmbeddedPart = "embedded", ComparedPart = "compared";

    private const int ReviewsInCall = 200, Starts = 8, CsvRounds = 7, Bisections = 4;

    /// <summary>A trigger that scores this share of a level in time keeps up with it; the rest are its last calls.</summary>
    private const double KeptUp = 0.98;

    /// <summary>
    /// Levels of load, as shares of what the engine scores. Percentiles are those of the first, which a trigger can bear even if its own
    /// work takes three times as long as the model's.
    /// </summary>
    private static readonly double[] Levels = [0.1, 0.25, 0.5, 0.75, 1, 1.25];

    /// <param name="parts">The parts to measure.</param>
    /// <param name="earlier">Has the others, of the same session.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <exception cref="InvalidOperationException">The comparison was stopped or a contender failed.</exception>
    public async Task<MeasuredFigures> RunAsync(string[] parts, MeasuredFigures earlier, CancellationToken cancellationToken)
    {
        var figures = earlier with { Machine = Machine, Cores = Environment.ProcessorCount, Day = Today };
        var models = ComparedModels.Prepare(null, directory);
        if (parts.Contains(StartsPart))
        {
            AnsiConsole.WriteLine("From process start to first score");
            figures = figures with { Starts = await StartsAsync(models) };
        }

        if (parts.Contains(EmbeddedPart))
            figures = figures with { Embedded = [await EmbeddedAsync(MeasuredFigures.Small), await EmbeddedAsync(MeasuredFigures.Tiny)] };
        if (parts.Contains(ComparedPart))
        {
            AnsiConsole.WriteLine("The engine and its peers");
            var comparison = await CompareCommand.RunAsync(
                models, directory, withNode: true, TextSet.Of(null, scale), rounds, cancellationToken);
            if (!comparison.IsComplete)
                throw new InvalidOperationException("The comparison is not complete, so nothing is written.");
            Report.Save(comparison.Results, plots);
            figures = figures with { Compared = Contenders(comparison) };
        }

        return figures;
    }

    private static async Task<IReadOnlyList<ModelStart>> StartsAsync(ComparedModels models)
    {
        (string Name, string Directory)[] started =
        [
            (MeasuredFigures.Small, SentimentModel.Embedded(MeasuredFigures.Small)),
            (MeasuredFigures.Tiny, SentimentModel.Embedded(MeasuredFigures.Tiny)),
            (MeasuredFigures.Int8, models.Int8),
            (MeasuredFigures.Fp32, models.Exact),
        ];
        var found = await ColdStartCommand.StartsAsync(started.Select(model => model.Directory), Starts);
        return [.. started.Select(model =>
        {
            var best = found[model.Directory].MinBy(start => start.Total)!;
            return new ModelStart(model.Name, best.Runtime, best.Engine, best.FirstScore,
                found[model.Directory].Select(start => start.Total).Median(),
                found[model.Directory].Min(start => start.Parts.Tokenizer), found[model.Directory].Min(start => start.Parts.Session),
                found[model.Directory].Min(start => start.UsualHeapSession));
        })];
    }

    private async Task<EmbeddedSpeed> EmbeddedAsync(string model)
    {
        AnsiConsole.WriteLine($"{model}: the engine and its triggers");
        double shortPerSecond, mixedPerSecond, csvRatio;
        await using (var engine = new SentimentEngine(SentimentModel.Load(model), new() { CacheMegabytes = 0 }))
        {
            // As many texts as take some seconds.
            var count = model == MeasuredFigures.Tiny ? 20_000 : 2_000;
            var csv = await CsvSpeed.MeasureAsync(engine, ReviewTexts.Short(count), CsvRounds);
            (shortPerSecond, csvRatio) = (csv.EnginePerSecond, csv.SpeedRatios.Median());
            mixedPerSecond = (await CsvSpeed.MeasureAsync(engine, ReviewTexts.Mixed(count / 8), CsvRounds)).EnginePerSecond;
        }

        var (http, many, queue) = await TriggersAsync(model, [.. Levels.Select(share => share * shortPerSecond)]);
        if (model == MeasuredFigures.Small)
            LoadReport.Plot([.. http, .. queue], plots);
        return new(model, shortPerSecond, mixedPerSecond, csvRatio, Most(http), Most(many), Most(queue), Levels[0] * shortPerSecond,
            Times(http[0].Latencies), Times(queue[0].Latencies));

        static double Most(List<LoadLevel> levels) => levels.Max(level => level.Scored);

        static Percentiles Times(IReadOnlyList<double> times) => new(LoadLevel.Percentile(times, 0.5), LoadLevel.Percentile(times, 0.99));
    }

    private async Task<(List<LoadLevel> Http, List<LoadLevel> Many, List<LoadLevel> Queue)> TriggersAsync(string model, double[] levels)
    {
        var texts = ReviewTexts.Short(2000);
        List<LoadLevel> http = [], many = [], queue = [];
        var app = new HostedApp(model, Metadata.Of("App"), ("Sentiment__Model", model), ("Sentiment__CacheMegabytes", "0"));
        await using var host = await MeasuredHost.StartAsync(app);
        await AnsiConsole.Progress().StartAsync(async screen =>
        {
            using (var load = new HttpLoad(host.Http, texts, documents: 1))
                http = await LevelsAsync(screen.AddTask("HTTP"), load.RunAsync, levels);
            using (var load = new HttpLoad(host.Http, texts, ReviewsInCall))
                many = await LevelsAsync(screen.AddTask($"HTTP, {ReviewsInCall} reviews a call"), load.RunAsync, levels);
            await using (var load = new QueueLoad(host.ConnectionString, texts))
                queue = await LevelsAsync(screen.AddTask("queue"), load.RunAsync, levels);
        });
        return (http, many, queue);
    }

    /// <summary>
    /// Measures the levels. If the trigger kept up with the best of them, its limit is between that one and the next, and is found by
    /// bisection: otherwise, what was scored would only be what was offered. The result is in the order of the load.
    /// </summary>
    private async Task<List<LoadLevel>> LevelsAsync(ProgressTask task, Func<double, TimeSpan, Task<LoadLevel>> run, double[] levels)
    {
        var measured = new List<LoadLevel>();
        // The first level does not count: the runtime compiles the hot methods of the trigger meanwhile.
        await LoadCommand.RiseAsync(task, run, [levels[2], .. levels], levelDuration, measured.Add);
        measured.RemoveAt(0);
        var best = measured.IndexOf(measured.MaxBy(level => level.Scored)!);
        if (best == levels.Length - 1 || measured[best].Scored < KeptUp * levels[best]) return measured;
        var (low, high) = (levels[best], levels[best + 1]);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            var level = await run(middle, levelDuration);
            measured.Insert(best + 1, level);
            if (level.Scored < KeptUp * middle) high = middle;
            else (low, best) = (middle, best + 1);
        }

        return measured;
    }

    private static IReadOnlyList<ContenderSpeed> Contenders(Comparison comparison) =>
        [.. comparison.Processes.Select(process =>
        {
            var results = comparison.Results.Where(result => result.Contender == process.Contender && result.Rounds.Count > 0).ToArray();
            return new ContenderSpeed(process.Contender, results.ToDictionary(result => result.Set, result => result.TextsPerSecond),
                results.ToDictionary(result => result.Set, result => result.Against(comparison.Results.First(r => r.Set == result.Set))),
                process.Megabytes, process.ColdStart);
        })];

    /// <summary>The processor and its features.</summary>
    public static string Machine { get; } = Describe();

    public static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.Now);

    private static string Describe()
    {
        var name = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1].Trim()
            : null;
        var vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2";
        var vnni = CpuFeatures.HasVnni ? "VNNI" : "no VNNI";
        return $"{name ?? "unknown processor"}, {Environment.ProcessorCount} cores, {vectors}, {vnni}";
    }
}
