using Amqp.Types;

namespace ServiceBusBroker.Tests.Queues;

public sealed class DeadLetterTests
{
    private readonly QueueUnderTest _q = new();

    [Fact]
    public void The_last_allowed_delivery_dead_letters()
    {
        _q.Send("a");
        for (var i = 0; i < 3; i++)
            _q.Queue.Abandon(_q.Receive().LockToken);

        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), _q.Queue.Count());
        Assert.Equal("MaxDeliveryCountExceeded", _q.DeadLetterReason());
    }

    [Fact]
    public void Locks_that_run_out_count_as_deliveries()
    {
        _q.Send("a");
        for (var i = 0; i < 3; i++)
        {
            _q.Receive();
            _q.Time.Advance(QueueUnderTest.Lock);
        }

        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), _q.Queue.Count());
    }

    [Fact]
    public void A_dead_lettered_message_keeps_its_body_and_tells_where_it_comes_from()
    {
        _q.Send("a", id: "1");
        _q.Queue.DeadLetter(_q.Receive().LockToken, "Poison", "no header", new Map { ["extra"] = "1" });

        var dead = _q.DeadLetters.Receive()!;
        Assert.Equal("a", _q.Body(dead));
        Assert.Equal("1", dead.Properties.MessageId);
        Assert.Equal("Poison", dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal("no header", dead.ApplicationProperties["DeadLetterErrorDescription"]);
        Assert.Equal("1", dead.ApplicationProperties["extra"]);
        Assert.Equal("q", dead.MessageAnnotations[new Symbol("x-opt-deadletter-source")]);
    }

    [Fact]
    public void What_is_in_the_dead_letter_queue_stays_until_it_is_completed()
    {
        _q.Send("a", timeToLive: TimeSpan.FromMinutes(1));
        _q.Queue.DeadLetter(_q.Receive().LockToken, "first", null);

        for (var i = 0; i < 20; i++)
        {
            _q.DeadLetters.Abandon(_q.DeadLetters.Receive()!.LockToken);
            _q.DeadLetters.DeadLetter(_q.DeadLetters.Receive()!.LockToken, "again", null);
            _q.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(new QueueCounts(1, 0, 0, 0, 0), _q.DeadLetters.Count());
        Assert.Equal("again", _q.DeadLetterReason());
    }

    [Fact]
    public void Receivers_of_dead_letters_are_told()
    {
        _q.Send("a");
        var news = 0;
        _q.DeadLetters.Available += () => news++;

        _q.Queue.DeadLetter(_q.Receive().LockToken, "Poison", null);

        Assert.Equal(1, news);
    }

    [Fact]
    public void A_delivery_under_way_keeps_what_it_showed()
    {
        _q.Send("a");
        _q.Queue.Abandon(_q.Receive().LockToken, new Map { ["why"] = "later" });
        var delivery = _q.Receive();
        _q.Queue.Abandon(delivery.LockToken, new Map { ["why"] = "never" });

        Assert.Equal("later", delivery.ApplicationProperties["why"]);
        Assert.Equal("never", _q.Receive().ApplicationProperties["why"]);
    }
}
