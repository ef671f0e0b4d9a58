namespace Sentiment.Simulation.Engine;

/// <summary>The arrival rate of reviews over time.</summary>
/// <param name="Name">The name for titles and file names.</param>
/// <param name="Rate">Reviews per second at a time, which is given in seconds since the start.</param>
internal sealed record ArrivalPattern(string Name, Func<double, double> Rate)
{
    /// <summary>The same rate at all times.</summary>
    public static ArrivalPattern Steady(double reviewsPerSecond) => new("steady", _ => reviewsPerSecond);

    /// <summary>A daily wave: zero at midnight, the peak at noon, and a squared sine in between.</summary>
    public static ArrivalPattern DailyWave(double peakPerSecond) =>
        new("wave", time => peakPerSecond * Math.Pow(Math.Sin(Math.PI * time / TimeSpan.SecondsPerDay), 2));

    /// <summary>A number of reviews within a number of seconds from the start, and none afterwards.</summary>
    public static ArrivalPattern Burst(double reviews, double seconds) => new("burst", time => time < seconds ? reviews / seconds : 0);
}

/// <summary>Turns a rate into whole jobs, step by step. Fractions of a job are carried over, so that none is lost to rounding.</summary>
internal sealed class ArrivalCounter(ArrivalPattern pattern, double reviewsPerJob)
{
    private double carried;

    /// <summary>The number of jobs that arrive within a step, from the rate in its middle.</summary>
    public long Next(double start, double step)
    {
        carried += pattern.Rate(start + step / 2) * step / reviewsPerJob;
        var jobs = (long)Math.Floor(carried + 1e-9); // A sum of tenths must not lose the last job to rounding.
        carried -= jobs;
        return jobs;
    }
}
