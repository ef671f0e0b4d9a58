using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Figures;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Output;

/// <summary>A question for the simulation, with several runs that one picture compares.</summary>
/// <param name="Name">The name in the table and of the picture's file.</param>
/// <param name="Title">The title of the picture.</param>
/// <param name="Variants">The runs.</param>
/// <param name="IsFile">
/// Whether the runs are about one file. The picture then shows rows instead of the latency of parts, over seconds or up to a day.
/// </param>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<Variant> Variants, bool IsFile = false)
{
    private const double Day = 86_400;
    private static readonly int[] Maximums = [1, 100];

    /// <summary>The three scenarios in the document.</summary>
    public static IReadOnlyList<Scenario> Standard(FigureSet figures)
    {
        var http = new TriggerModel(TriggerKind.Http, "tiny", figures);
        var steady = ArrivalPattern.Steady(5_000);
        var wave = ArrivalPattern.DailyWave(1_000);
        return
        [
            new("steady", "HTTP, a sudden load of 5,000 calls/s, the tiny model",
            [
                Variant.Run("from zero", http, http.Settings(60, 600, 0.1), steady),
                Variant.Run("2 always ready", http, http.Settings(60, 600, 0.1, 2), steady),
                Variant.Run("4 always ready", http, http.Settings(60, 600, 0.1, 4), steady),
            ]),
            new("wave", "Queue, a day's wave with 1,000 reviews a second at noon",
                [.. TriggerModel.Models.Select(model => new TriggerModel(TriggerKind.Queue, model, figures)).Select(trigger =>
                    Variant.Run(trigger.Model, trigger, trigger.Settings(Day, 2 * Day), wave))]),
            new("file", "CSV, one file of 10 million rows: one instance against a hundred",
                [.. from model in TriggerModel.Models
                    from maximum in Maximums
                    select Variant.Run(SimulatedFile.Large(model, figures), maximum)], IsFile: true),
        ];
    }
}

/// <summary>One run and its cost.</summary>
internal sealed record Variant(string Name, TriggerModel Trigger, SimulationResult Result)
{
    public CostModel Cost { get; } = new(Trigger);

    public static Variant Run(string name, TriggerModel trigger, SimulationSettings settings, ArrivalPattern pattern) =>
        new(name, trigger, Simulator.Run(settings, pattern));

    public static Variant Run(SimulatedFile file, int maximum) =>
        new($"{file.Trigger.Model}, {(maximum == 1 ? "one instance" : $"up to {maximum}")}", file.Trigger, file.Run(maximum));

    /// <summary>The cost of the whole run in USD.</summary>
    public double TotalCost => Cost.Of(Result, Result.Last);
}
