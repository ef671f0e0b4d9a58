using Sentiment.Simulation.Engine;

namespace Sentiment.Simulation.Tests.Engine;

public class ArrivalTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_burst_has_exactly_its_number_of_reviews_at_any_step(double step) =>
        Assert.InRange(Count(ArrivalPattern.Burst(1_000_000, 60), 1, 120, step), 1_000_000 * (1 - step / 60), 1_000_000 * (1 + step / 60));

    [Fact]
    public void Steps_that_divide_a_burst_give_its_exact_count() =>
        Assert.Equal(1_000_000, Count(ArrivalPattern.Burst(1_000_000, 60), 1, 60, 0.1));

    [Fact]
    public void A_day_of_the_wave_has_half_the_reviews_of_a_day_at_its_peak() =>
        Assert.Equal(43_200_000, Count(ArrivalPattern.DailyWave(1_000), 1, 86_400, 1), tolerance: 10);

    [Fact]
    public void The_wave_peaks_at_noon_and_is_zero_at_midnight()
    {
        var wave = ArrivalPattern.DailyWave(100);

        Assert.Equal(100, wave.Rate(43_200), precision: 9);
        Assert.Equal(0, wave.Rate(0), precision: 9);
        Assert.Equal(0, wave.Rate(86_400), precision: 9);
    }

    [Fact]
    public void Parts_arrive_whole() => Assert.Equal(500, Count(ArrivalPattern.Burst(10_000_000, 60), 20_000, 60, 1));

    private static double Count(ArrivalPattern pattern, double reviewsPerJob, double duration, double step)
    {
        var counter = new ArrivalCounter(pattern, reviewsPerJob);
        return Enumerable.Range(0, (int)Math.Round(duration / step)).Sum(i => counter.Next(i * step, step));
    }
}
