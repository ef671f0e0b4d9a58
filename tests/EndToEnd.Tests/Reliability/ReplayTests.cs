using Azure.Messaging.ServiceBus;
using ServiceBusBroker;

namespace EndToEnd.Tests.Reliability;

public sealed class ReplayTests(SharedHost shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dead_letters_replayed_after_the_fix_are_scored_as_usual()
    {
        const int Messages = 60;
        using var model = new MovableModel();
        await using var rig = await FaultRig.StartAsync(
            shared.Host.Storage, settings: [("Sentiment__Model", model.Path), ("Sentiment__RedeliverySeconds", "0"),
                ("Sentiment__ModelWaitSeconds", "0")]);

        await rig.SendAsync(Messages);
        await rig.UntilAsync(() => rig.Waiting == 0, "dead letters");
        var dead = rig.Dead; // Messages that can never be scored were rejected, without a model.
        model.Restore();
        var told = await SampleProgram.RunAsync("replay.cs", rig.Queues.ServiceBus, "reviews", "0"); // This queue keeps repeats.
        var found = await rig.FinishAsync("Dead letters replayed");

        Assert.InRange(dead, 1, Messages);
        Assert.StartsWith($"{dead} messages are back", told);
        Assert.Empty(found.Dead);
    }

    [Fact]
    public async Task A_dead_letter_that_its_queue_would_drop_as_a_repeat_stays_until_later()
    {
        var clock = new LateClock { Late = TimeSpan.FromMinutes(20) };
        await using var broker = Broker.Start(new BrokerOptions
        {
            Queues = [new("reviews") { DuplicateDetectionWindow = TimeSpan.FromMinutes(10) }],
            TimeProvider = clock,
        });
        var queues = new Queues(broker.ConnectionString);
        await DeadLetterAsync(queues, 0);
        clock.Late = TimeSpan.Zero;
        await DeadLetterAsync(queues, 1);

        var told = await SampleProgram.RunAsync("replay.cs", queues.ServiceBus);

        Assert.StartsWith("1 messages are back in reviews.", told);
        Assert.Contains("1 wait in the dead-letter queue", told);
        Assert.Equal(Reviews.MessageId(0), Assert.Single(await queues.PeekAsync("reviews")).MessageId);
        // It can be received at once, so the sample holds no lock on it.
        var left = Assert.Single(await queues.ReceiveAsync("reviews/$DeadLetterQueue", 1, 10));
        Assert.Equal(1, left.GetProperty("id").GetInt32());
    }

    private static async Task DeadLetterAsync(Queues queues, int number)
    {
        await queues.SendAsync("reviews", Reviews.Range(number, 1));
        await using var client = new ServiceBusClient(queues.ServiceBus);
        await using var receiver = client.CreateReceiver("reviews");
        var message = await receiver.ReceiveMessageAsync(cancellationToken: Stop);
        await receiver.DeadLetterMessageAsync(message, cancellationToken: Stop);
    }

    /// <summary>The time of this machine, or an earlier one.</summary>
    private sealed class LateClock : TimeProvider
    {
        public TimeSpan Late { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Late;
    }
}
