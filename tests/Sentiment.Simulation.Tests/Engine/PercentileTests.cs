using Sentiment.Simulation.Engine;

namespace Sentiment.Simulation.Tests.Engine;

public class PercentileTests
{
    private static readonly Completion[] TenJobs = [new(0, 3, 1), new(0, 1, 8), new(0, 2, 1)];

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.8, 1)]
    [InlineData(0.81, 2)]
    [InlineData(0.9, 2)]
    [InlineData(0.91, 3)]
    [InlineData(1, 3)]
    public void Each_completion_counts_as_often_as_it_has_jobs(double share, double latency) =>
        Assert.Equal(latency, Percentile.Of(TenJobs, share)[0]);

    [Fact]
    public void Without_jobs_there_is_no_latency() => Assert.True(double.IsNaN(Percentile.Of([], 0.5)[0]));
}
