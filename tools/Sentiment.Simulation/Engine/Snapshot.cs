namespace Sentiment.Simulation.Engine;

/// <summary>The state at the end of a step. Jobs and seconds are counted from the start.</summary>
/// <param name="Time">Seconds since the start.</param>
/// <param name="Arrived">Jobs that have come in.</param>
/// <param name="Waiting">Jobs that nobody has begun.</param>
/// <param name="InProgress">Jobs begun and not finished.</param>
/// <param name="Completed">Jobs finished.</param>
/// <param name="Ready">Instances that can work.</param>
/// <param name="Instances">Instances, those that are starting included.</param>
/// <param name="WorkedOnDemand">Seconds for which on-demand instances have worked.</param>
/// <param name="WorkedAlwaysReady">Seconds for which always-ready instances have worked.</param>
internal readonly record struct Snapshot(
    double Time, long Arrived, long Waiting, long InProgress, long Completed, int Ready, int Instances, double WorkedOnDemand,
    double WorkedAlwaysReady);
