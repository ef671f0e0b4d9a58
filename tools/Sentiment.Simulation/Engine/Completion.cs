namespace Sentiment.Simulation.Engine;

/// <summary>Jobs that came in together and were finished together.</summary>
internal readonly record struct Completion(double Arrived, double Finished, long Jobs)
{
    public double Latency => Finished - Arrived;
}
