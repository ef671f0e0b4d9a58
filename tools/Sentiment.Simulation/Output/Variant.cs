using Sentiment.Simulation.Arrivals;
using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Doors;
using Sentiment.Simulation.Engine;

namespace Sentiment.Simulation.Output;

/// <summary>One run, with what it cost.</summary>
internal sealed record Variant(string Name, SimulationResult Result, CostModel Cost)
{
    public static Variant Run(string name, DoorModel door, SimulationSettings settings, ArrivalPattern pattern) =>
        new(name, Simulator.Run(settings, pattern), new CostModel(door));

    /// <summary>USD for the whole run.</summary>
    public double TotalCost => Cost.Of(Result, Result.Last);
}
