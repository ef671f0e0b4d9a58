using System.Globalization;
using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Triggers;
using static Sentiment.Simulation.Output.Format;

namespace Sentiment.Simulation.Output;

/// <summary>The document's tables, in Markdown.</summary>
internal static class Tables
{
    private const double SecondsPerMonth = 730 * 3600;

    private static readonly double[] OperationMilliseconds = [5, 10, 20];
    private static readonly double[] CallsAtATime = [64, 128, 256];
    private static readonly double[] DecidedFirst = [0, 0.41, 0.55, 0.8, 0.9];

    /// <summary>Every table that needs only the figures, by its name in the document.</summary>
    public static IEnumerable<(string Name, string Table)> OfFigures(FigureSet figures) =>
    [
        ("capacity", Capacity(figures)),
        ("cascade", Cascade(figures)),
        ("file", File(figures)),
        ("queue", Queue(figures)),
        ("idle", Idle(figures)),
        ("limits", Limits(figures)),
        ("always-ready", AlwaysReady(figures)),
    ];

    /// <summary>Reviews per second and USD per million reviews, by model and trigger.</summary>
    public static string Capacity(FigureSet figures)
    {
        string[] headings =
        [
            "Model", "Trigger", "Reviews/s, one instance", "at the maximum", "at the region's quota",
            "USD per million, busy", "one at a time",
        ];
        var triggers = TriggerModel.Models.SelectMany(
            model => Enum.GetValues<TriggerKind>().Select(trigger => new TriggerModel(trigger, model, figures)));
        return Table(2, headings, triggers.Select(Row));

        string[] Row(TriggerModel trigger)
        {
            var cost = new CostModel(trigger);
            var rate = trigger.ReviewsPerSecond;
            var quota = rate * Math.Floor(figures["instance.regionQuotaGB"] / figures["instance.memoryGB"]);
            var lone = trigger.TriggerKind == TriggerKind.Csv ? "" : Money(cost.MillionLoneReviews);
            var maximum = rate * figures["instance.maximum"];
            return [trigger.Model, $"{trigger.TriggerKind}", Number(rate), Number(maximum), Number(quota),
                Money(cost.MillionReviews), lone];
        }
    }

    /// <summary>A million reviews in files when the tiny model decides a share of them, and another model the rest.</summary>
    public static string Cascade(FigureSet figures)
    {
        string[] headings = ["Main model", "decided first", "Reviews/s, one instance", "USD per million, busy"];
        var first = new TriggerModel(TriggerKind.Csv, "tiny", figures);
        return Table(1, headings, TriggerModel.Models.Where(model => model != first.Model).SelectMany(
            model => DecidedFirst.Select(share => Row(new TriggerModel(TriggerKind.Csv, model, figures), share))));

        string[] Row(TriggerModel main, double share)
        {
            // The first model scores every review, unless it decides none. The services are those of the main model alone.
            var seconds = share == 0 ? 1 / main.ReviewsPerSecond : (1 / first.ReviewsPerSecond) + ((1 - share) / main.ReviewsPerSecond);
            var cost = new CostModel(main);
            return
            [
                main.Model,
                share.ToString("P0", CultureInfo.InvariantCulture),
                Number(1 / seconds),
                Money(1e6 * ((seconds * cost.OnDemandSecond) + cost.Review)),
            ];
        }
    }

    /// <summary>Reviews per second on one instance: one batch at a time, compared with one message per invocation.</summary>
    public static string Queue(FigureSet figures)
    {
        var size = figures["queue.batchSize"];
        string[] headings =
        [
            "Model",
            "ms an operation",
            $"batches of {Number(size)}",
            .. CallsAtATime.Select(calls => $"{Number(calls)} at a time"),
            "cores alone",
        ];
        return Table(1, headings, TriggerModel.Models.SelectMany(model => OperationMilliseconds.Select(time => Row(model, time))));

        string[] Row(string model, double time)
        {
            var engine = new TriggerModel(TriggerKind.Queue, model, figures).EngineRate;
            var queue = QueueInvocations.By(figures, engine) with { Operation = time / 1000 };
            return
            [
                model,
                Number(time),
                Number(queue.BatchRate(size)),
                .. CallsAtATime.Select(calls => Number(queue.SingleRate(calls))),
                Number(engine),
            ];
        }
    }

    /// <summary>USD per month, by item and by stage.</summary>
    public static string Idle(FigureSet figures)
    {
        var stages = IdleCost.Stages.Select(stage => new IdleCost(stage, figures)).ToArray();
        (string What, Func<IdleCost, double> Of)[] parts =
        [
            ("Service Bus: base charge or messaging units", cost => cost.ServiceBus),
            ("instances always ready", cost => cost.AlwaysReady),
            ("private endpoints and their zones", cost => cost.Network),
            ("logs and metrics", cost => cost.Logs),
            ("alert rules", cost => cost.Alerts),
            ("**together**", cost => cost.Total),
        ];
        return Table(
            1,
            ["USD a month, idle", .. IdleCost.Stages],
            parts.Select(part => (string[])[part.What, .. stages.Select(stage => Money(part.Of(stage)))]));
    }

    /// <summary>Ten million rows in one file, on one instance and on the maximum number of instances.</summary>
    public static string File(FigureSet figures)
    {
        var maximum = (int)figures["instance.maximum"];
        string[] headings =
        [
            "Model", "Parts", "Seconds a part", "Planned after", "All parts sent after", "Done on one instance",
            $"on up to {maximum}, from zero", "most instances", $"on {maximum} always ready",
        ];
        return Table(1, headings, TriggerModel.Models.Select(model => Row(SimulatedFile.Large(model, figures))));

        string[] Row(SimulatedFile file)
        {
            var (one, many, ready) = (file.Run(1), file.Run(maximum), file.Run(maximum, alwaysReady: maximum));
            return
            [
                file.Trigger.Model,
                Number(file.Parts),
                Number(one.Settings.SecondsPerJob),
                Duration(file.Planned),
                Duration(file.Sent),
                Duration(one.Last.Time),
                Duration(many.Last.Time),
                Number(many.Samples.Max(sample => sample.Ready)),
                Duration(ready.Last.Time),
            ];
        }
    }

    /// <summary>The limits: how many reviews per second each other service can handle.</summary>
    public static string Limits(FigureSet figures)
    {
        var perNamespace = figures["limit.standardCreditsPerSecond"] / figures["queue.operationsPerReview"];
        var perUnit = figures["limit.messagingUnitMBPerSecond"] * 1000 / figures["limit.messageKB"] / figures["queue.operationsPerReview"];
        return $"""
            | What | Reviews/s that it carries | Then |
            | --- | ---: | --- |
            | one Standard namespace | {Number(perNamespace)} | Premium, or more namespaces |
            | one Premium messaging unit | {Number(perUnit)} | up to 16 units, then more namespaces |

            """;
    }

    /// <summary>The cost of an always-ready instance.</summary>
    public static string AlwaysReady(FigureSet figures)
    {
        string[] headings = ["Model", "Cold start spared, s", "USD a month, idle", "USD a month, always busy", "on demand, always busy"];
        return Table(1, headings, TriggerModel.Models.Select(model => Row(new TriggerModel(TriggerKind.Http, model, figures))));

        static string[] Row(TriggerModel trigger)
        {
            var cost = new CostModel(trigger);
            return
            [
                trigger.Model,
                trigger.ColdStart.ToString("0.0#", CultureInfo.InvariantCulture),
                Money(cost.AlwaysReadySecond * SecondsPerMonth),
                Money((cost.AlwaysReadySecond + cost.AlwaysReadyWorkSecond) * SecondsPerMonth),
                Money(cost.OnDemandSecond * SecondsPerMonth),
            ];
        }
    }

    /// <summary>The results of the scenarios.</summary>
    public static string Results(IEnumerable<Scenario> scenarios)
    {
        string[] headings = ["Scenario", "Variant", "Reviews", "Most instances", "All done after", "p50", "p95", "p99", "USD"];
        return Table(2, headings, scenarios.SelectMany(scenario => scenario.Variants.Select(variant => Row(scenario, variant))));

        static string[] Row(Scenario scenario, Variant variant)
        {
            var result = variant.Result;
            return
            [
                scenario.Name,
                variant.Name,
                (result.Last.Completed * result.Settings.ReviewsPerJob).ToString("N0", CultureInfo.InvariantCulture),
                result.Samples.Max(sample => sample.Ready).ToString(CultureInfo.InvariantCulture),
                result.Cleared ? Duration(result.Last.Time) : "not within the limit",
                .. result.Latency(0.5, 0.95, 0.99).Select(Duration),
                Money(variant.TotalCost),
            ];
        }
    }

    /// <summary>Every figure with its source. Figures that were not measured or published come first.</summary>
    public static string Figures(FigureSet figures)
    {
        string[] order = ["assumed", "chosen", "published", "measured"];
        var rows = figures.All.OrderBy(pair => Array.IndexOf(order, pair.Value.Kind)).Select(pair => Row(pair.Key, pair.Value)).ToArray();
        return "| Figure | Value | Kind | Source |\n| --- | ---: | --- | --- |\n" + string.Concat(rows);

        static string Row(string name, Figure figure) => string.Create(
            CultureInfo.InvariantCulture,
            $"| `{name}` | {figure.Value:0.########} {figure.Unit} | **{figure.Kind}** | {figure.Source} |\n");
    }
}
