using Sentiment.Simulation.Arrivals;
using Sentiment.Simulation.Doors;
using Sentiment.Simulation.Figures;

namespace Sentiment.Simulation.Output;

/// <summary>A question put to the simulation, with several answers to be compared in one picture.</summary>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<Variant> Variants)
{
    private const double Day = 86_400;

    /// <summary>The three that the document shows.</summary>
    public static IReadOnlyList<Scenario> Standard(FigureSet figures)
    {
        var http = new DoorModel(Door.Http, "embedded", figures);
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
                [.. DoorModel.Models.Select(model => new DoorModel(Door.Queue, model, figures)).Select(door =>
                    Variant.Run(door.Model, door, door.Settings(Day, 2 * Day), wave))]),
            new Scenario("burst", "CSV, 10 million rows within a minute",
                [.. DoorModel.Models.Select(model => new DoorModel(Door.Csv, model, figures)).Select(door =>
                    Variant.Run(door.Model, door, door.Settings(60, Day), burst))]),
        ];
    }
}
