namespace Sentiment.Simulation.Engine;

/// <summary>How many reviews a second come in, over time.</summary>
/// <param name="Name">For titles and file names.</param>
/// <param name="Rate">Reviews a second at a time in seconds since the start.</param>
internal sealed record ArrivalPattern(string Name, Func<double, double> Rate)
{
    /// <summary>The same at all times.</summary>
    public static ArrivalPattern Steady(double reviewsPerSecond) => new("steady", _ => reviewsPerSecond);

    /// <summary>A day's wave: nothing at midnight, the peak at noon, a squared sine between.</summary>
    public static ArrivalPattern DailyWave(double peakPerSecond) =>
        new("wave", time => peakPerSecond * Math.Pow(Math.Sin(Math.PI * time / TimeSpan.SecondsPerDay), 2));

    /// <summary>So many reviews within so many seconds from the start, nothing after.</summary>
    public static ArrivalPattern Burst(double reviews, double seconds) => new("burst", time => time < seconds ? reviews / seconds : 0);
}

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
