using Amqp.Types;

namespace ServiceBusBroker.Tests.Queues;

public sealed class DeadLetterTests
{
    private readonly QueueUnderTest q = new();

    [Fact]
    public void The_last_allowed_delivery_dead_letters()
    {
        q.Send("a");
        for (var i = 0; i < 3; i++)
            q.Queue.Abandon(q.Receive().LockToken);

        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), q.Queue.Count());
        Assert.Equal("MaxDeliveryCountExceeded", q.DeadLetterReason());
    }

    [Fact]
    public void Expired_locks_count_as_deliveries()
    {
        q.Send("a");
        for (var i = 0; i < 3; i++)
        {
            q.Receive();
            q.Time.Advance(QueueUnderTest.Lock);
        }

        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), q.Queue.Count());
    }

    [Fact]
    public void A_dead_lettered_message_keeps_its_body_and_names_its_source()
    {
        q.Send("a", id: "1");
        q.Queue.DeadLetter(q.Receive().LockToken, "Poison", "no header", new Map { ["extra"] = "1" });

        var dead = q.DeadLetters.Receive()!;
        Assert.Equal("a", q.Body(dead));
        Assert.Equal("1", dead.Properties.MessageId);
        Assert.Equal("Poison", dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal("no header", dead.ApplicationProperties["DeadLetterErrorDescription"]);
        Assert.Equal("1", dead.ApplicationProperties["extra"]);
        Assert.Equal("q", dead.MessageAnnotations[new Symbol("x-opt-deadletter-source")]);
    }

    [Fact]
    public void Dead_letters_stay_until_they_are_completed()
    {
        q.Send("a", timeToLive: TimeSpan.FromMinutes(1));
        q.Queue.DeadLetter(q.Receive().LockToken, "first", null);

        for (var i = 0; i < 20; i++)
        {
            q.DeadLetters.Abandon(q.DeadLetters.Receive()!.LockToken);
            q.DeadLetters.DeadLetter(q.DeadLetters.Receive()!.LockToken, "again", null);
            q.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(new QueueCounts(1, 0, 0, 0, 0), q.DeadLetters.Count());
        Assert.Equal("again", q.DeadLetterReason());
    }

    [Fact]
    public void Receivers_of_dead_letters_are_notified()
    {
        q.Send("a");
        var news = 0;
        q.DeadLetters.Available += () => news++;

        q.Queue.DeadLetter(q.Receive().LockToken, "Poison", null);

        Assert.Equal(1, news);
    }

    [Fact]
    public void A_delivery_in_progress_keeps_its_properties()
    {
        q.Send("a");
        q.Queue.Abandon(q.Receive().LockToken, new Map { ["why"] = "later" });
        var delivery = q.Receive();
        q.Queue.Abandon(delivery.LockToken, new Map { ["why"] = "never" });

        Assert.Equal("later", delivery.ApplicationProperties["why"]);
        Assert.Equal("never", q.Receive().ApplicationProperties["why"]);
    }
}
