using Amqp;

namespace ServiceBusBroker.Tests.Queues;

public sealed class DeferralTests
{
    private readonly QueueUnderTest _q = new();

    [Fact]
    public void A_deferred_message_is_not_received_until_asked_for_by_number()
    {
        var number = Defer("a");

        Assert.Null(_q.Queue.Receive());
        var delivery = Assert.Single(_q.Queue.ReceiveDeferred([number], peekLock: true));
        Assert.Equal("a", _q.Body(delivery));
        Assert.True(_q.Queue.Complete(delivery.LockToken));
        Assert.Equal(default, _q.Queue.Count());
    }

    [Fact]
    public void A_deferred_message_is_deferred_again_when_its_lock_ends()
    {
        var number = Defer("a");
        _q.Queue.ReceiveDeferred([number], peekLock: true);
        _q.Time.Advance(QueueUnderTest.Lock);

        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), _q.Queue.Count());
    }

    [Fact]
    public void A_deferred_message_can_be_received_for_good_at_once()
    {
        var number = Defer("a");
        _q.Queue.ReceiveDeferred([number], peekLock: false);

        Assert.Equal(default, _q.Queue.Count());
    }

    [Fact]
    public void Asking_for_what_is_not_deferred_receives_nothing()
    {
        var deferred = Defer("a");
        var active = _q.Send("b");

        var error = Assert.Throws<AmqpException>(() => _q.Queue.ReceiveDeferred([deferred, active], peekLock: true));

        Assert.Equal("com.microsoft:message-not-found", error.Error.Condition);
        Assert.Equal(new QueueCounts(1, 0, 0, 1, 0), _q.Queue.Count());
    }

    private long Defer(string body)
    {
        var number = _q.Send(body);
        Assert.True(_q.Queue.Defer(_q.Receive().LockToken));
        return number;
    }
}
