using Sentiment.Simulation.Cost;
using Sentiment.Simulation.Engine;
using Sentiment.Simulation.Tests.Support;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Tests.Output;

public class CostTests
{
    // Round numbers: 100 reviews a second on an instance of 4 GB, and prices that are easy to add up by hand.
    private static readonly string[] Round =
    [
        "fp32.reviewsPerSecondPerCore=50", "instance.cores=2", "instance.memoryGB=4",
        "http.secondsPerReview=0", "queue.secondsPerReview=0", "csv.secondsPerReview=0",
        "price.gbSecond=0.00001", "price.alwaysReadyGbSecond=0.000002", "price.alwaysReadyExecutionGbSecond=0.000005",
        "price.millionExecutions=0.5", "price.minimumSeconds=1",
        "queue.maxConcurrentCalls=128", "queue.operationMilliseconds=10", "queue.operationsPerReview=3",
        "price.millionServiceBusOperations=1",
        "csv.partRows=1000", "csv.partBytes=1000000", "csv.bytesPerRow=100", "fp32.partReduction=1", "csv.partWaitMilliseconds=0",
        "csv.readsPerPart=2", "csv.writesPerPart=3", "csv.operationsPerPart=2",
        "price.millionBlobReads=1", "price.millionBlobWrites=7",
    ];

    [Theory]
    [InlineData("Http", 0.4 + 0.5)] // 10,000 s x 4 GB, and a million executions
    [InlineData("Queue", 0.4 + 0.5 + 3)] // a million executions, three million operations
    [InlineData("Csv", 0.4 + 0.0005 + 0.002 + 0.021 + 0.002)] // 1,000 executions; 2,000 reads, 3,000 writes, 2,000 operations
    public void A_million_reviews_cost_what_the_prices_add_up_to(string trigger, double expected) =>
        Assert.Equal(expected, Cost(trigger).MillionReviews, precision: 6);

    [Fact]
    public void A_single_call_is_billed_for_the_minimum_duration() =>
        Assert.Equal(1e6 * 4 * 0.00001 + 0.5, Cost("Http").MillionLoneReviews, precision: 6);

    [Fact]
    public void A_run_costs_its_work_its_executions_and_its_always_ready_baseline()
    {
        var trigger = TriggerKind("Http");
        var settings = Settings.Small with { AlwaysReady = 1, SecondsPerJob = 1 / trigger.ReviewsPerSecond };
        var result = Simulator.Run(settings, ArrivalPattern.Steady(50));

        // 500 reviews are 5 s of work. Each of the 10 s costs the baseline.
        Assert.Equal(500, result.Last.Completed);
        Assert.Equal(5 * 4 * 0.000005 + 10 * 4 * 0.000002 + 500 * 0.5e-6, new CostModel(trigger).Of(result, result.Last), precision: 9);
    }

    [Fact]
    public void A_run_from_zero_instances_costs_what_the_capacity_table_says()
    {
        var trigger = TriggerKind("Csv");
        var result = Simulator.Run(trigger.Settings(60, 100_000), ArrivalPattern.Burst(1_000_000, 60));

        Assert.Equal(new CostModel(trigger).MillionReviews, new CostModel(trigger).Of(result, result.Last), precision: 9);
    }

    private static TriggerModel TriggerKind(string trigger) => new(Enum.Parse<TriggerKind>(trigger), "fp32", Data.Figures.With(Round));

    private static CostModel Cost(string trigger) => new(TriggerKind(trigger));
}
