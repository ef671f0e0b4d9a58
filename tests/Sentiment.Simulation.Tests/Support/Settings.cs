using Sentiment.Simulation.Engine;

namespace Sentiment.Simulation.Tests.Support;

/// <summary>A small, easily computed world to start from.</summary>
internal static class Settings
{
    /// <summary>One instance at most, ten jobs a second, ready after 5 s.</summary>
    public static readonly SimulationSettings Small = new()
    {
        Duration = 10,
        Limit = 1_000,
        SecondsPerJob = 0.1,
        JobsPerInstance = 10,
        ColdStart = 5,
        DecisionEvery = 1,
        NewPerDecision = 1,
        IdleBeforeRemoval = 60,
        MaximumInstances = 1,
    };
}
