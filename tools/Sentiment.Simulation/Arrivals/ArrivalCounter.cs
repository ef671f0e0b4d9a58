namespace Sentiment.Simulation.Arrivals;

/// <summary>Turns a rate into whole jobs, step by step; what is left of a job is carried over, so that none is lost to rounding.</summary>
internal sealed class ArrivalCounter(ArrivalPattern pattern, double reviewsPerJob)
{
    private double carried;

    /// <summary>Jobs that arrive within a step, from the rate in its middle.</summary>
    public long Next(double start, double step)
    {
        carried += pattern.Rate(start + step / 2) * step / reviewsPerJob;
        var jobs = (long)Math.Floor(carried + 1e-9); // a sum of tenths must not lose the last job to rounding
        carried -= jobs;
        return jobs;
    }
}
