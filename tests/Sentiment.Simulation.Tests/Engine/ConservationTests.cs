using FsCheck.Xunit;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Tests.Support;

namespace Sentiment.Simulation.Tests.Engine;

public class ConservationTests
{
    [Property(MaxTest = 50)]
    public void Every_job_that_arrived_waits_is_in_progress_or_is_done(byte rate, byte speed, byte instances, byte coldStart, byte size)
    {
        var result = Run(rate, speed, instances, coldStart, size);

        Assert.All(result.Samples, sample => Assert.Equal(sample.Arrived, sample.Waiting + sample.InProgress + sample.Completed));
        Assert.Equal(result.Last.Completed, result.Completions.Sum(completion => completion.Jobs));
    }

    [Property(MaxTest = 50)]
    public void Every_job_is_done_in_the_end(byte rate, byte speed, byte instances, byte coldStart, byte size)
    {
        var result = Run(rate, speed, instances, coldStart, size);

        Assert.True(result.Cleared);
        Assert.Equal(Math.Floor(rate * 10.0 / (size + 1) + 1e-6), result.Last.Completed);
    }

    [Property(MaxTest = 50)]
    public void Work_is_never_faster_than_the_available_instances(byte rate, byte speed, byte instances, byte coldStart, byte size)
    {
        var result = Run(rate, speed, instances, coldStart, size);
        var ready = result.Samples.Sum(sample => sample.Ready * result.Settings.Step);
        var worked = result.Last.WorkedOnDemand + result.Last.WorkedAlwaysReady;

        Assert.True(worked <= ready + 1e-6, $"worked {worked} s of {ready} s");
        Assert.Equal(result.Last.Completed * result.Settings.SecondsPerJob, worked, precision: 6);
    }

    [Property(MaxTest = 50)]
    public void No_job_is_done_before_its_arrival_plus_its_duration(byte rate, byte speed, byte instances, byte coldStart, byte size)
    {
        var result = Run(rate, speed, instances, coldStart, size);

        Assert.All(result.Completions, completion => Assert.True(completion.Latency >= result.Settings.SecondsPerJob - 1e-6));
    }

    [Property(MaxTest = 50)]
    public void The_same_settings_give_the_same_run(byte rate, byte speed, byte instances, byte coldStart, byte size)
    {
        var (first, second) = (Run(rate, speed, instances, coldStart, size), Run(rate, speed, instances, coldStart, size));

        Assert.Equal(first.Samples, second.Samples);
        Assert.Equal(first.Completions, second.Completions);
    }

    [Property(MaxTest = 50)]
    public void Jobs_start_in_order_of_arrival(byte rate, byte speed, byte coldStart)
    {
        // With one instance, jobs finish in the order in which they start.
        var result = Run(rate, speed, 0, coldStart, 0);

        Assert.Equal(result.Completions.Select(completion => completion.Arrived).Order(),
            result.Completions.Select(completion => completion.Arrived));
    }

    // Bytes keep the worlds small: up to 255 reviews a second for 10 s, jobs of up to 256 reviews, up to 8 instances.
    private static SimulationResult Run(byte rate, byte speed, byte instances, byte coldStart, byte size) => Simulator.Run(
        Settings.Small with
        {
            Limit = 1e6,
            Step = 0.5,
            SecondsPerJob = (size + 1) / (speed + 1.0),
            ReviewsPerJob = size + 1,
            MaximumInstances = 1 + instances % 8,
            NewPerDecision = 1 + instances % 3,
            ColdStart = coldStart / 10.0,
            IdleBeforeRemoval = 1 + coldStart % 5,
        },
        ArrivalPattern.Steady(rate));
}
