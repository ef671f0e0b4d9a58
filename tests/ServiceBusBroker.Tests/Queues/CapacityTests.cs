using Amqp;

namespace ServiceBusBroker.Tests.Queues;

public sealed class CapacityTests
{
    private readonly QueueUnderTest _q = new(options => options with { MaxSizeBytes = 5_000 });
    private readonly string _kilobyte = new('x', 1_000);

    [Fact]
    public void A_full_queue_says_so_and_what_to_do()
    {
        _q.Send(_kilobyte);
        _q.Send(_kilobyte);

        var error = Assert.Throws<AmqpException>(() => _q.Send(_kilobyte)).Error;

        Assert.Equal("amqp:resource-limit-exceeded", error.Condition);
        Assert.Contains("'q'", error.Description, StringComparison.Ordinal);
        Assert.Contains("MaxSizeBytes", error.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_messages_count_with_what_they_take_in_memory()
    {
        for (var i = 0; i < 4; i++)
            _q.Send("");

        Assert.Throws<AmqpException>(() => _q.Send(""));
    }

    [Fact]
    public void A_batch_that_does_not_fit_leaves_nothing_behind()
    {
        var batch = Enumerable.Range(0, 3).Select(_ => _q.Message(_kilobyte)).ToList();

        Assert.Throws<AmqpException>(() => _q.Queue.Enqueue(batch));
        Assert.Equal(default, _q.Queue.Count());
    }

    [Fact]
    public void Dead_letters_take_room_until_they_are_completed()
    {
        _q.Send(_kilobyte);
        _q.Send(_kilobyte);
        _q.Queue.DeadLetter(_q.Receive().LockToken, "Poison", null);
        Assert.Throws<AmqpException>(() => _q.Send(_kilobyte));

        _q.DeadLetters.Complete(_q.DeadLetters.Receive()!.LockToken);
        _q.Send(_kilobyte);

        Assert.Equal(2, _q.Queue.Count().Active);
    }

    [Fact]
    public void Room_is_free_again_once_messages_are_done()
    {
        for (var i = 0; i < 100; i++)
        {
            _q.Send(_kilobyte);
            var delivery = _q.Receive();
            _q.Queue.Abandon(delivery.LockToken, new Amqp.Types.Map { ["note"] = _kilobyte });
            _q.Queue.Complete(_q.Receive().LockToken);
        }

        _q.Send(_kilobyte);
        Assert.Equal(1, _q.Queue.Count().Active);
    }

    [Fact]
    public void A_peek_stops_at_its_limit_of_bytes_but_shows_at_least_one()
    {
        _q.Send(_kilobyte);
        _q.Send(_kilobyte);

        Assert.Single(_q.Queue.Peek(0, 10, maxBytes: 1));
        Assert.Equal(2, _q.Queue.Peek(0, 10, maxBytes: 10_000).Count);
        Assert.Empty(_q.Queue.Peek(3, 10, maxBytes: 10_000));
    }
}
