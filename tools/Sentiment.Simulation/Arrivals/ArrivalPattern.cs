namespace Sentiment.Simulation.Arrivals;

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
