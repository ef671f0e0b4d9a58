using System.Globalization;
using Sentiment.Simulation.Figures;
using static Sentiment.Simulation.Output.Format;

namespace Sentiment.Simulation.Output;

/// <summary>The documents' tables of speeds, in Markdown.</summary>
internal static class SpeedTables
{
    /// <summary>Every document with such tables, by its path in the repository.</summary>
    public static IEnumerable<(string Document, string Part, string Table)> Of(MeasuredFigures figures) =>
    [
        ("README.md", "speed", Speed(figures)),
        ("docs/engine.md", "compared", Compared(figures)),
        ("docs/engine.md", "starts", Starts(figures)),
        .. figures.Embedded.Select(speed => ($"models/{speed.Model}/README.md", "speed", OfModel(speed, figures))),
    ];

    /// <summary>Reviews a second by trigger, with a column for each embedded model.</summary>
    public static string Speed(MeasuredFigures figures)
    {
        (string What, Func<EmbeddedSpeed, string> Value)[] rows =
        [
            ("engine, one bulk call", speed => Number(speed.ShortPerSecond)),
            ("CSV file", speed => Number(speed.ShortPerSecond * speed.CsvRatio)),
            ("HTTP, 200 reviews a call", speed => Number(speed.HttpManyPerSecond)),
            ("HTTP, one review a call", speed => Number(speed.HttpPerSecond)),
            ("queue, one review a message", speed => Number(speed.QueuePerSecond)),
            ("HTTP, p50 / p99", speed => $"{Both(speed.HttpMilliseconds)} ms at {Number(speed.Load)} a second"),
            ("queue, p50 / p99", speed => $"{Both(speed.QueueMilliseconds)} ms at {Number(speed.Load)} a second"),
            ("process start to first score", speed =>
                Fixed(figures.Starts.First(start => start.Model == speed.Model).Total / 1000, 2) + " s"),
        ];
        return Table(1, [$"reviews a second ({figures.Where})", .. figures.Embedded.Select(speed => $"`{speed.Model}`")],
            rows.Select(row => (string[])[row.What, .. figures.Embedded.Select(row.Value)]));
    }

    /// <summary>Texts a second of the engine and its peers by text set.</summary>
    public static string Compared(MeasuredFigures figures)
    {
        var sets = figures.Compared.SelectMany(contender => contender.PerSecond.Keys).Distinct().ToArray();
        return Table(1, ["texts a second", .. sets, "memory, MB", "start to first score, s"], figures.Compared.Select(contender =>
            (string[])[contender.Name, .. sets.Select(set => contender.PerSecond.TryGetValue(set, out var rate)
                ? $"{Fixed(rate, rate < 100 ? 1 : 0)} ({Fixed(contender.Ratio[set], 1)}x)" : ""),
                Number(contender.Megabytes), Fixed(contender.StartSeconds, 2)])) + $"\n{figures.Where}.\n";
    }

    /// <summary>Milliseconds from process start to first score.</summary>
    public static string Starts(MeasuredFigures figures) =>
        Table(1, ["model", "runtime", "engine", "first text", "all", "all, median", "tokenizer alone", "session alone",
                "the same, usual heap"],
            figures.Starts.Select(start => (string[])[
                start.Model.Replace("ours", "true size", StringComparison.Ordinal),
                .. new[] { start.Runtime, start.Engine, start.FirstScore, start.Total, start.MedianTotal, start.Tokenizer, start.Session,
                    start.UsualHeapSession }.Select(Milliseconds),
            ])) + $"\n{figures.Where}.\n";

    /// <summary>What a model card says of the model's speed.</summary>
    public static string OfModel(EmbeddedSpeed speed, MeasuredFigures figures)
    {
        var other = figures.Embedded.First(another => another != speed);
        return string.Create(CultureInfo.InvariantCulture, $"""
            **Speed**: {Number(speed.ShortPerSecond)} short reviews (14 tokens) or {Number(speed.MixedPerSecond)} complete ones (93 tokens)
            a second in one call to the engine, tokenizing included; `{other.Model}` did {Number(other.ShortPerSecond)} and
            {Number(other.MixedPerSecond)} in the same session. From process start to first score:
            {Fixed(figures.Starts.First(start => start.Model == speed.Model).Total / 1000, 2)} s ({figures.Where}).
            """);
    }

    private static string Both(Percentiles times) => $"{Milliseconds(times.P50)} / {Milliseconds(times.P99)}";

    private static string Milliseconds(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Fixed(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}
