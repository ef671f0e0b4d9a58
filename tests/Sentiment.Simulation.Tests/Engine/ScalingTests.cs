using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Tests.Support;

namespace Sentiment.Simulation.Tests.Engine;

public class ScalingTests
{
    [Fact]
    public void A_run_matches_the_calculation_by_hand()
    {
        // 10 jobs in the first second. The platform sees them at 1 s, the instance is ready at 6 s, and they take 1 s.
        var result = Simulator.Run(Settings.Small with { Duration = 1 }, ArrivalPattern.Burst(10, 1));

        Assert.Equal(7, result.Last.Time);
        Assert.Equal(10, result.Last.Completed);
        Assert.Equal(1, result.Last.WorkedOnDemand, precision: 9);
        Assert.Equal(7, result.Latency(1)[0], precision: 9);
    }

    [Fact]
    public void An_instance_that_is_always_ready_spares_the_first_callers_the_cold_start()
    {
        var cold = Simulator.Run(Settings.Small, ArrivalPattern.Steady(5));
        var warm = Simulator.Run(Settings.Small with { AlwaysReady = 1 }, ArrivalPattern.Steady(5));

        Assert.True(cold.Latency(0.99)[0] > Settings.Small.ColdStart);
        Assert.True(warm.Latency(0.99)[0] <= Settings.Small.Step);
        Assert.Equal(0, warm.Last.WorkedOnDemand);
        Assert.Equal(0, cold.Last.WorkedAlwaysReady);
    }

    [Fact]
    public void Instances_never_exceed_their_limit_and_start_no_faster_than_allowed()
    {
        var settings = Settings.Small with { MaximumInstances = 7, NewPerDecision = 2, DecisionEvery = 3 };
        var result = Simulator.Run(settings, ArrivalPattern.Burst(5_000, 5));

        Assert.Equal(7, result.Samples.Max(sample => sample.Instances));
        foreach (var (before, after) in result.Samples.Zip(result.Samples.Skip(3)))
            Assert.True(after.Instances - before.Instances <= 2);
    }

    [Theory]
    [InlineData(0.5, 1, 59, 1485)]
    [InlineData(1, 1, 59, 1485)]
    [InlineData(10, 1, 59, 1485)]
    [InlineData(1, 10, 5, 125)]
    [InlineData(4, 10, 5, 125)]
    [InlineData(60, 10, 5, 125)]
    public void Instances_start_at_the_same_times_whatever_the_step(double step, double decisionEvery, int instances, double worked)
    {
        var settings = Settings.Small with
        {
            Step = step,
            DecisionEvery = decisionEvery,
            MaximumInstances = 100,
            Duration = 60,
            Limit = 60,
        };
        var result = Simulator.Run(settings, ArrivalPattern.Steady(10_000));

        // Each decision within the minute, but the one at 0 s, adds an instance. It works from 5 s later until the end.
        Assert.Equal(instances, result.Last.Instances);
        Assert.Equal(worked, result.Last.WorkedOnDemand, precision: 6);
    }

    [Fact]
    public void Idle_instances_are_removed_and_always_ready_ones_stay()
    {
        var settings = Settings.Small with { Duration = 300, MaximumInstances = 5, IdleBeforeRemoval = 20, AlwaysReady = 1 };
        var result = Simulator.Run(settings, ArrivalPattern.Burst(500, 5));

        Assert.Equal(5, result.Samples.Max(sample => sample.Instances));
        Assert.Equal(1, result.Last.Instances);
    }

    [Fact]
    public void Without_work_there_is_no_instance()
    {
        var result = Simulator.Run(Settings.Small, ArrivalPattern.Steady(0));

        Assert.All(result.Samples, sample => Assert.Equal(0, sample.Instances));
        Assert.True(double.IsNaN(result.Latency(0.5)[0]));
    }

    [Fact]
    public void A_run_that_cannot_keep_up_ends_at_its_limit_and_reports_it()
    {
        var result = Simulator.Run(Settings.Small with { Limit = 20 }, ArrivalPattern.Steady(1_000));

        Assert.False(result.Cleared);
        Assert.Equal(20, result.Last.Time);
        Assert.Equal(result.Last.Arrived, result.Last.Waiting + result.Last.InProgress + result.Last.Completed);
    }

    [Fact]
    public void A_part_runs_on_one_instance_however_many_there_are()
    {
        var settings = Settings.Small with
        {
            ReviewsPerJob = 1_000,
            SecondsPerJob = 100,
            JobsPerInstance = 1,
            AlwaysReady = 8,
            MaximumInstances = 8,
        };
        var result = Simulator.Run(settings, ArrivalPattern.Burst(1_000, 1));

        Assert.Equal(1, result.Last.Completed);
        Assert.Equal(100, result.Last.Time);
    }
}
