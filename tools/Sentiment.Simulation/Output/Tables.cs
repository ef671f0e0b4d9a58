using System.Globalization;
using System.Text;
using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Doors;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Output;

/// <summary>The document's tables, in Markdown.</summary>
internal static class Tables
{
    private const double SecondsPerMonth = 730 * 3600;

    /// <summary>Reviews a second and USD for a million, by model and door.</summary>
    public static string Capacity(FigureSet figures)
    {
        var table = new StringBuilder("| Model | Door | Reviews/s, one instance | at the maximum | at the region's quota | USD per million, busy | one at a time |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var model in DoorModel.Models)
        {
            foreach (var kind in Enum.GetValues<Door>())
            {
                var door = new DoorModel(kind, model, figures);
                var cost = new CostModel(door);
                var rate = door.ReviewsPerSecond;
                var quota = rate * Math.Floor(figures["instance.regionQuotaGB"] / figures["instance.memoryGB"]);
                var lone = kind == Door.Csv ? "" : Money(cost.MillionLoneReviews);
                table.Append(CultureInfo.InvariantCulture, $"| {model} | {kind} | {Number(rate)} | {Number(rate * figures["instance.maximum"])} | {Number(quota)} | {Money(cost.MillionReviews)} | {lone} |\n");
            }
        }
        return table.ToString();
    }

    /// <summary>What limits first: how many reviews a second each neighbouring service carries.</summary>
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

    /// <summary>What an instance costs that is always there.</summary>
    public static string AlwaysReady(FigureSet figures)
    {
        var table = new StringBuilder("| Model | Cold start spared, s | USD a month, idle | USD a month, always busy | on demand, always busy |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var model in DoorModel.Models)
        {
            var door = new DoorModel(Door.Http, model, figures);
            var cost = new CostModel(door);
            table.Append(CultureInfo.InvariantCulture, $"| {model} | {door.ColdStart:0.0#} | {Money(cost.AlwaysReadySecond * SecondsPerMonth)} | {Money((cost.AlwaysReadySecond + cost.AlwaysReadyWorkSecond) * SecondsPerMonth)} | {Money(cost.OnDemandSecond * SecondsPerMonth)} |\n");
        }
        return table.ToString();
    }

    /// <summary>What came out of the scenarios.</summary>
    public static string Results(IEnumerable<Scenario> scenarios)
    {
        var table = new StringBuilder("| Scenario | Variant | Reviews | Most instances | All done after | p50 | p95 | p99 | USD |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var scenario in scenarios)
        {
            foreach (var variant in scenario.Variants)
            {
                var result = variant.Result;
                var latency = result.Latency(0.5, 0.95, 0.99);
                var done = result.Cleared ? Duration(result.Last.Time) : "not within the limit";
                table.Append(CultureInfo.InvariantCulture, $"| {scenario.Name} | {variant.Name} | {result.Last.Completed * result.Settings.ReviewsPerJob:N0} | {result.Samples.Max(sample => sample.Ready)} | {done} | {Duration(latency[0])} | {Duration(latency[1])} | {Duration(latency[2])} | {Money(variant.TotalCost)} |\n");
            }
        }
        return table.ToString();
    }

    /// <summary>Every figure with its source, those first that nobody has measured or published.</summary>
    public static string Figures(FigureSet figures)
    {
        var table = new StringBuilder("| Figure | Value | Kind | Source |\n| --- | ---: | --- | --- |\n");
        string[] order = ["assumed", "chosen", "published", "measured"];
        foreach (var (name, figure) in figures.All.OrderBy(pair => Array.IndexOf(order, pair.Value.Kind)))
            table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {figure.Value:0.########} {figure.Unit} | **{figure.Kind}** | {figure.Source} |\n");
        return table.ToString();
    }

    private static string Number(double value) => value.ToString(value < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    private static string Money(double value) => value.ToString(value < 1 ? "0.000" : value < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) => double.IsNaN(seconds) ? "" : seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
