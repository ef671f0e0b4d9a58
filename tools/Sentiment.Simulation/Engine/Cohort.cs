namespace Sentiment.Simulation.Engine;

/// <summary>Jobs that arrived together.</summary>
internal readonly record struct Cohort(double Arrived, long Jobs);
