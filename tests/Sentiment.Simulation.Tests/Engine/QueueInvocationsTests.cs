using Sentiment.Simulation.Tests.Support;
using Sentiment.Simulation.Triggers;

namespace Sentiment.Simulation.Tests.Engine;

public class QueueInvocationsTests
{
    // Two cores that together score 100 reviews a second: a single review takes 20 ms.
    private static readonly QueueInvocations Queue = new(EngineRate: 100, Cores: 2, Operation: 0.01);

    [Fact]
    public void One_invocation_scores_sends_and_completes() => Assert.Equal(0.02 + 0.01 + 0.01, Queue.Invocation, precision: 9);

    [Theory]
    [InlineData(1, 25)]
    [InlineData(2, 50)]
    [InlineData(4, 100)]
    [InlineData(64, 100)]
    public void Invocations_at_a_time_add_up_until_the_cores_are_busy(double calls, double expected) =>
        Assert.Equal(expected, Queue.SingleRate(calls), precision: 9);

    [Fact]
    public void A_batch_waits_for_its_results_to_be_sent_one_after_the_other() =>
        Assert.Equal(64 / (0.64 + 64 * 0.01 + 0.01), Queue.BatchRate(64), precision: 9);

    [Fact]
    public void Without_network_latency_both_designs_reach_the_rate_of_the_cores()
    {
        var near = Queue with { Operation = 0 };

        Assert.Equal(100, near.SingleRate(64), precision: 9);
        Assert.Equal(100, near.BatchRate(64), precision: 9);
    }

    [Fact]
    public void With_the_shipped_figures_a_slow_network_delays_batches_but_not_single_messages()
    {
        var trigger = new TriggerModel(TriggerKind.Queue, "tiny", Data.Figures.With(["queue.operationMilliseconds=20"]));
        var queue = QueueInvocations.By(trigger.Figures, trigger.EngineRate);

        Assert.Equal(trigger.EngineRate, trigger.ReviewsPerSecond);
        Assert.True(queue.BatchRate(64) * 10 < trigger.ReviewsPerSecond);
    }

    [Fact]
    public void The_target_of_messages_per_instance_is_its_concurrency_limit()
    {
        var settings = new TriggerModel(TriggerKind.Queue, "int8", Data.Figures).Settings(60, 600);

        Assert.Equal(Data.Figures["queue.maxConcurrentCalls"], settings.JobsPerInstance);
    }
}
