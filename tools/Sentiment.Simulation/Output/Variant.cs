using Sentiment.Simulation.Arrivals;
using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Output;

/// <summary>One run, with what it cost.</summary>
internal sealed record Variant(string Name, SimulationResult Result, CostModel Cost)
{
    public static Variant Run(string name, TriggerModel trigger, SimulationSettings settings, ArrivalPattern pattern) =>
        new(name, Simulator.Run(settings, pattern), new CostModel(trigger));

    /// <summary>USD for the whole run.</summary>
    public double TotalCost => Cost.Of(Result, Result.Last);
}
