using Amqp;

namespace ServiceBusBroker.Tests.Queues;

public sealed class DeferralTests
{
    private readonly QueueUnderTest q = new();

    [Fact]
    public void A_deferred_message_is_not_received_until_asked_for_by_number()
    {
        var number = Defer("a");

        Assert.Null(q.Queue.Receive());
        var delivery = Assert.Single(q.Queue.ReceiveDeferred([number], peekLock: true));
        Assert.Equal("a", q.Body(delivery));
        Assert.True(q.Queue.Complete(delivery.LockToken));
        Assert.Equal(default, q.Queue.Count());
    }

    [Fact]
    public void A_deferred_message_is_deferred_again_when_its_lock_ends()
    {
        var number = Defer("a");
        q.Queue.ReceiveDeferred([number], peekLock: true);
        q.Time.Advance(QueueUnderTest.Lock);

        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), q.Queue.Count());
    }

    [Fact]
    public void A_deferred_message_that_has_expired_is_dead_lettered_when_it_is_asked_for()
    {
        var number = Defer("a", timeToLive: TimeSpan.FromSeconds(10));
        q.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), q.Queue.Count());

        var error = Assert.Throws<AmqpException>(() => q.Queue.ReceiveDeferred([number], peekLock: true));

        Assert.Equal("com.microsoft:message-not-found", error.Error.Condition);
        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), q.Queue.Count());
        Assert.Equal("TTLExpiredException", q.DeadLetterReason());
    }

    [Fact]
    public void A_deferred_message_that_expires_under_its_lock_is_deferred_again()
    {
        var number = Defer("a", timeToLive: TimeSpan.FromSeconds(10));
        q.Queue.ReceiveDeferred([number], peekLock: true);
        q.Time.Advance(QueueUnderTest.Lock);

        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), q.Queue.Count());
    }

    [Fact]
    public void A_deferred_message_can_be_received_and_deleted()
    {
        var number = Defer("a");
        q.Queue.ReceiveDeferred([number], peekLock: false);

        Assert.Equal(default, q.Queue.Count());
    }

    [Fact]
    public void Asking_for_what_is_not_deferred_receives_nothing()
    {
        var deferred = Defer("a");
        var active = q.Send("b");

        var error = Assert.Throws<AmqpException>(() => q.Queue.ReceiveDeferred([deferred, active], peekLock: true));

        Assert.Equal("com.microsoft:message-not-found", error.Error.Condition);
        Assert.Equal(new QueueCounts(1, 0, 0, 1, 0), q.Queue.Count());
    }

    private long Defer(string body, TimeSpan? timeToLive = null)
    {
        var number = q.Send(body, timeToLive: timeToLive);
        Assert.True(q.Queue.Defer(q.Receive().LockToken));
        return number;
    }
}
