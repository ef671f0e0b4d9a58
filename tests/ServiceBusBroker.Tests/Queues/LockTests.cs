namespace ServiceBusBroker.Tests.Queues;

public sealed class LockTests
{
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(1);
    private readonly QueueUnderTest _q = new();

    [Fact]
    public void A_locked_message_is_hidden_from_others()
    {
        _q.Send("a");
        _q.Receive();

        Assert.Null(_q.Queue.Receive());
        Assert.Equal(new QueueCounts(0, 1, 0, 0, 0), _q.Queue.Count());
    }

    [Fact]
    public void A_lock_holds_until_its_last_moment_and_not_longer()
    {
        _q.Send("a");
        var first = _q.Receive();

        _q.Time.Advance(QueueUnderTest.Lock - AMoment);
        Assert.Null(_q.Queue.Receive());
        _q.Time.Advance(AMoment);
        var second = _q.Receive();

        Assert.False(_q.Queue.Complete(first.LockToken));
        Assert.Equal(1u, second.Header.DeliveryCount);
        Assert.True(_q.Queue.Complete(second.LockToken));
        Assert.Equal(default, _q.Queue.Count());
    }

    [Fact]
    public void A_renewed_lock_holds_its_full_time_again()
    {
        _q.Send("a");
        var delivery = _q.Receive();
        _q.Time.Advance(QueueUnderTest.Lock - AMoment);

        Assert.Equal(_q.Time.GetUtcNow() + QueueUnderTest.Lock, _q.Queue.Renew(delivery.LockToken));

        _q.Time.Advance(QueueUnderTest.Lock - AMoment);
        Assert.True(_q.Queue.Complete(delivery.LockToken));
    }

    [Fact]
    public void A_lost_lock_cannot_be_renewed()
    {
        _q.Send("a");
        var delivery = _q.Receive();
        _q.Time.Advance(QueueUnderTest.Lock);

        Assert.Null(_q.Queue.Renew(delivery.LockToken));
    }

    [Fact]
    public void Nothing_is_settled_twice()
    {
        _q.Send("a");
        var token = _q.Receive().LockToken;

        Assert.True(_q.Queue.Abandon(token));
        Assert.False(_q.Queue.Complete(token));
        Assert.False(_q.Queue.Defer(token));
        Assert.False(_q.Queue.DeadLetter(token, null, null));
        Assert.Equal(1, _q.Queue.Count().Active);
    }

    [Fact]
    public void A_message_given_back_takes_its_old_place()
    {
        _q.Send("a");
        _q.Send("b");
        var a = _q.Receive();
        _q.Queue.Abandon(a.LockToken);

        Assert.Equal("a", _q.Body(_q.Receive()));
        Assert.Equal("b", _q.Body(_q.Receive()));
    }

    [Fact]
    public void A_released_message_counts_as_not_delivered()
    {
        _q.Send("a");
        for (var i = 0; i < 10; i++)
            Assert.True(_q.Queue.Release(_q.Receive().LockToken));

        Assert.Equal(0u, _q.Receive().Header.DeliveryCount);
    }

    [Fact]
    public void The_delivery_tells_when_the_lock_ends()
    {
        _q.Send("a");
        var until = _q.Receive().MessageAnnotations[new Amqp.Types.Symbol("x-opt-locked-until")];

        Assert.Equal((_q.Time.GetUtcNow() + QueueUnderTest.Lock).UtcDateTime, until);
    }

    [Fact]
    public void Receivers_are_told_when_a_lock_ran_out()
    {
        _q.Send("a");
        _q.Receive();
        var news = 0;
        _q.Queue.Available += () => news++;

        _q.Queue.Advance();
        Assert.Equal(0, news);
        _q.Time.Advance(QueueUnderTest.Lock);
        _q.Queue.Advance();
        Assert.Equal(1, news);
    }
}
