using Amqp;

namespace ServiceBusBroker.Tests.Queues;

public sealed class CapacityTests
{
    private readonly QueueUnderTest q = new(options => options with { MaxSizeBytes = 5_000 });
    private readonly string kilobyte = new('x', 1_000);

    [Fact]
    public void A_full_queue_is_reported_with_the_remedy()
    {
        q.Send(kilobyte);
        q.Send(kilobyte);

        var error = Assert.Throws<AmqpException>(() => q.Send(kilobyte)).Error;

        Assert.Equal("amqp:resource-limit-exceeded", error.Condition);
        Assert.Contains("'q'", error.Description, StringComparison.Ordinal);
        Assert.Contains("Receive messages from it, or from 'q/$DeadLetterQueue'", error.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_messages_count_with_their_size_in_memory()
    {
        for (var i = 0; i < 4; i++)
            q.Send("");

        Assert.Throws<AmqpException>(() => q.Send(""));
    }

    [Fact]
    public void A_batch_that_does_not_fit_leaves_nothing_behind()
    {
        var batch = Enumerable.Range(0, 3).Select(_ => q.Message(kilobyte)).ToList();

        Assert.Throws<AmqpException>(() => q.Queue.Enqueue(batch));
        Assert.Equal(default, q.Queue.Count());
    }

    [Fact]
    public void Dead_letters_take_room_until_they_are_completed()
    {
        q.Send(kilobyte);
        q.Send(kilobyte);
        q.Queue.DeadLetter(q.Receive().LockToken, "Poison", null);
        Assert.Throws<AmqpException>(() => q.Send(kilobyte));

        q.DeadLetters.Complete(q.DeadLetters.Receive()!.LockToken);
        q.Send(kilobyte);

        Assert.Equal(2, q.Queue.Count().Active);
    }

    [Fact]
    public void Completed_messages_free_their_room()
    {
        for (var i = 0; i < 100; i++)
        {
            q.Send(kilobyte);
            var delivery = q.Receive();
            q.Queue.Abandon(delivery.LockToken, new Amqp.Types.Map { ["note"] = kilobyte });
            q.Queue.Complete(q.Receive().LockToken);
        }

        q.Send(kilobyte);
        Assert.Equal(1, q.Queue.Count().Active);
    }

    [Fact]
    public void A_peek_stops_at_its_limit_of_bytes_but_shows_at_least_one()
    {
        q.Send(kilobyte);
        q.Send(kilobyte);

        Assert.Single(q.Queue.Peek(0, 10, maxBytes: 1));
        Assert.Equal(2, q.Queue.Peek(0, 10, maxBytes: 10_000).Count);
        Assert.Empty(q.Queue.Peek(3, 10, maxBytes: 10_000));
    }
}
