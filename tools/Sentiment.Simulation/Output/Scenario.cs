using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Output;

/// <summary>A question put to the simulation, with several answers to be compared in one picture.</summary>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<Variant> Variants)
{
    private const double Day = 86_400;

    /// <summary>The three that the document shows.</summary>
    public static IReadOnlyList<Scenario> Standard(FigureSet figures)
    {
        var http = new TriggerModel(TriggerKind.Http, "embedded", figures);
        var steady = ArrivalPattern.Steady(5_000);
        var wave = ArrivalPattern.DailyWave(1_000);
        var burst = ArrivalPattern.Burst(10_000_000, 60);
        return
        [
            new Scenario("steady", "HTTP, 5,000 calls a second out of nothing, embedded model",
            [
                Variant.Run("from zero", http, http.Settings(60, 600, 0.1), steady),
                Variant.Run("2 always ready", http, http.Settings(60, 600, 0.1, 2), steady),
                Variant.Run("4 always ready", http, http.Settings(60, 600, 0.1, 4), steady),
            ]),
            new Scenario("wave", "Queue, a day's wave with 1,000 reviews a second at noon",
                [.. TriggerModel.Models.Select(model => new TriggerModel(TriggerKind.Queue, model, figures)).Select(trigger =>
                    Variant.Run(trigger.Model, trigger, trigger.Settings(Day, 2 * Day), wave))]),
            new Scenario("burst", "CSV, 10 million rows within a minute",
                [.. TriggerModel.Models.Select(model => new TriggerModel(TriggerKind.Csv, model, figures)).Select(trigger =>
                    Variant.Run(trigger.Model, trigger, trigger.Settings(60, Day), burst))]),
        ];
    }
}

/// <summary>One run, with what it cost.</summary>
internal sealed record Variant(string Name, SimulationResult Result, CostModel Cost)
{
    public static Variant Run(string name, TriggerModel trigger, SimulationSettings settings, ArrivalPattern pattern) =>
        new(name, Simulator.Run(settings, pattern), new CostModel(trigger));

    /// <summary>USD for the whole run.</summary>
    public double TotalCost => Cost.Of(Result, Result.Last);
}
