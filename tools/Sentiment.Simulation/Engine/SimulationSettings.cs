namespace Sentiment.Simulation.Engine;

/// <summary>What a simulation of one trigger is told. Times in seconds.</summary>
internal sealed record SimulationSettings
{
    /// <summary>For how long reviews are let in; afterwards it runs on until all is done, or until <see cref="Limit"/>.</summary>
    public required double Duration { get; init; }

    /// <summary>An end even if the backlog never clears.</summary>
    public required double Limit { get; init; }

    /// <summary>Length of a step, which is also the resolution of latency.</summary>
    public double Step { get; init; } = 1;

    /// <summary>How long an instance works on one job: one review, or one part of a file.</summary>
    public required double SecondsPerJob { get; init; }

    /// <summary>Reviews in one job.</summary>
    public double ReviewsPerJob { get; init; } = 1;

    /// <summary>Jobs waiting or in progress for which one instance is wanted.</summary>
    public required double JobsPerInstance { get; init; }

    /// <summary>From the decision for an instance until it works.</summary>
    public required double ColdStart { get; init; }

    /// <summary>How often the platform reconsiders.</summary>
    public required double DecisionEvery { get; init; }

    /// <summary>Instances that it adds, at most, each time.</summary>
    public required int NewPerDecision { get; init; }

    /// <summary>After which an idle instance is taken away.</summary>
    public required double IdleBeforeRemoval { get; init; }

    /// <summary>Instances there may be.</summary>
    public required int MaximumInstances { get; init; }

    /// <summary>Instances there always are.</summary>
    public int AlwaysReady { get; init; }
}
