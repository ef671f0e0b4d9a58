namespace ServiceBusBroker.Tests.Queues;

public sealed class LockTests
{
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(1);
    private readonly QueueUnderTest q = new();

    [Fact]
    public void A_locked_message_is_hidden_from_others()
    {
        q.Send("a");
        q.Receive();

        Assert.Null(q.Queue.Receive());
        Assert.Equal(new QueueCounts(0, 1, 0, 0, 0), q.Queue.Count());
    }

    [Fact]
    public void A_lock_holds_until_its_last_moment_and_not_longer()
    {
        q.Send("a");
        var first = q.Receive();

        q.Time.Advance(QueueUnderTest.Lock - AMoment);
        Assert.Null(q.Queue.Receive());
        q.Time.Advance(AMoment);
        var second = q.Receive();

        Assert.False(q.Queue.Complete(first.LockToken));
        Assert.Equal(1u, second.Header.DeliveryCount);
        Assert.True(q.Queue.Complete(second.LockToken));
        Assert.Equal(default, q.Queue.Count());
    }

    [Fact]
    public void A_renewed_lock_holds_its_full_time_again()
    {
        q.Send("a");
        var delivery = q.Receive();
        q.Time.Advance(QueueUnderTest.Lock - AMoment);

        Assert.Equal(q.Time.GetUtcNow() + QueueUnderTest.Lock, q.Queue.Renew(delivery.LockToken));

        q.Time.Advance(QueueUnderTest.Lock - AMoment);
        Assert.True(q.Queue.Complete(delivery.LockToken));
    }

    [Fact]
    public void A_lost_lock_cannot_be_renewed()
    {
        q.Send("a");
        var delivery = q.Receive();
        q.Time.Advance(QueueUnderTest.Lock);

        Assert.Null(q.Queue.Renew(delivery.LockToken));
    }

    [Fact]
    public void Nothing_is_settled_twice()
    {
        q.Send("a");
        var token = q.Receive().LockToken;

        Assert.True(q.Queue.Abandon(token));
        Assert.False(q.Queue.Complete(token));
        Assert.False(q.Queue.Defer(token));
        Assert.False(q.Queue.DeadLetter(token, null, null));
        Assert.Equal(1, q.Queue.Count().Active);
    }

    [Fact]
    public void A_message_that_is_abandoned_takes_its_old_place()
    {
        q.Send("a");
        q.Send("b");
        var a = q.Receive();
        q.Queue.Abandon(a.LockToken);

        Assert.Equal("a", q.Body(q.Receive()));
        Assert.Equal("b", q.Body(q.Receive()));
    }

    [Fact]
    public void A_released_message_counts_as_not_delivered()
    {
        q.Send("a");
        for (var i = 0; i < 10; i++)
            Assert.True(q.Queue.Release(q.Receive().LockToken));

        Assert.Equal(0u, q.Receive().Header.DeliveryCount);
    }

    [Fact]
    public void The_delivery_has_the_end_of_its_lock()
    {
        q.Send("a");
        var until = q.Receive().MessageAnnotations[new Amqp.Types.Symbol("x-opt-locked-until")];

        Assert.Equal((q.Time.GetUtcNow() + QueueUnderTest.Lock).UtcDateTime, until);
    }

    [Fact]
    public void Receivers_are_notified_when_a_lock_expires()
    {
        q.Send("a");
        q.Receive();
        var news = 0;
        q.Queue.Available += () => news++;

        q.Queue.Advance();
        Assert.Equal(0, news);
        q.Time.Advance(QueueUnderTest.Lock);
        q.Queue.Advance();
        Assert.Equal(1, news);
    }
}
