namespace Sentiment.Simulation.Engine;

/// <summary>The settings of a simulation of one trigger. All times are in seconds.</summary>
internal sealed record SimulationSettings
{
    /// <summary>How long reviews arrive. Afterwards the run continues until all are scored, or until <see cref="Limit"/>.</summary>
    public required double Duration { get; init; }

    /// <summary>The time at which the run ends even if there is still a backlog.</summary>
    public required double Limit { get; init; }

    /// <summary>The length of a step, which is also the resolution of latency. It does not change when the platform decides.</summary>
    public double Step { get; init; } = 1;

    /// <summary>How long an instance works on one job: one review, or one part of a file.</summary>
    public required double SecondsPerJob { get; init; }

    /// <summary>Reviews in one job.</summary>
    public double ReviewsPerJob { get; init; } = 1;

    /// <summary>The number of waiting or running jobs for each wanted instance.</summary>
    public required double JobsPerInstance { get; init; }

    /// <summary>The time from the decision to add an instance until it works.</summary>
    public required double ColdStart { get; init; }

    /// <summary>The time between two scaling decisions of the platform.</summary>
    public required double DecisionEvery { get; init; }

    /// <summary>The maximum number of instances that one decision adds.</summary>
    public required int NewPerDecision { get; init; }

    /// <summary>The time after which an idle instance is removed.</summary>
    public required double IdleBeforeRemoval { get; init; }

    /// <summary>The maximum number of instances.</summary>
    public required int MaximumInstances { get; init; }

    /// <summary>The number of instances that are always ready.</summary>
    public int AlwaysReady { get; init; }
}
