namespace ServiceBusBroker.Tests.Queues;

public sealed class TimeTests
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_scheduled_message_arrives_on_time_as_if_sent_then()
    {
        var q = new QueueUnderTest();
        var scheduled = q.Send("later", scheduledIn: AMinute);
        q.Send("now");
        Assert.Equal(new QueueCounts(1, 0, 1, 0, 0), q.Queue.Count());

        q.Time.Advance(AMinute);

        Assert.Equal("now", q.Body(q.Receive()));
        var later = q.Receive();
        Assert.Equal("later", q.Body(later));
        Assert.True(later.SequenceNumber > scheduled);
    }

    [Fact]
    public void A_cancelled_message_never_arrives()
    {
        var q = new QueueUnderTest();
        var number = q.Send("later", scheduledIn: AMinute);

        Assert.True(q.Queue.CancelScheduled(number));
        Assert.False(q.Queue.CancelScheduled(number));

        q.Time.Advance(AMinute);
        Assert.Equal(default, q.Queue.Count());
    }

    [Fact]
    public void A_message_that_has_arrived_cannot_be_cancelled()
    {
        var q = new QueueUnderTest();
        var number = q.Send("later", scheduledIn: AMinute);
        q.Time.Advance(AMinute);

        Assert.False(q.Queue.CancelScheduled(number));
    }

    [Fact]
    public void A_time_in_the_past_means_now()
    {
        var q = new QueueUnderTest();
        q.Send("a", scheduledIn: -AMinute);

        Assert.Equal(1, q.Queue.Count().Active);
    }

    [Theory]
    [InlineData(60, null, 60)]
    [InlineData(null, 60, 60)]
    [InlineData(30, 60, 30)]
    [InlineData(60, 30, 30)]
    public void A_message_expires_after_the_shorter_time_to_live(int? ownSeconds, int? defaultSeconds, int expectedSeconds)
    {
        var q = new QueueUnderTest(options => options with { DefaultTimeToLive = Seconds(defaultSeconds) });
        q.Send("a", timeToLive: Seconds(ownSeconds));

        q.Time.Advance(TimeSpan.FromSeconds(expectedSeconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, q.Queue.Count().Active);
        q.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), q.Queue.Count());
        Assert.Equal("TTLExpiredException", q.DeadLetterReason());
    }

    [Fact]
    public void An_unlimited_time_to_live_is_possible()
    {
        var q = new QueueUnderTest(options => options with { DefaultTimeToLive = TimeSpan.MaxValue });
        q.Send("a");
        q.Time.Advance(TimeSpan.FromDays(10_000));

        Assert.Equal(1, q.Queue.Count().Active);
    }

    [Fact]
    public void The_time_to_live_of_a_scheduled_message_starts_when_it_arrives()
    {
        var q = new QueueUnderTest();
        q.Send("a", timeToLive: TimeSpan.FromSeconds(10), scheduledIn: AMinute);
        q.Time.Advance(AMinute);

        Assert.Equal("a", q.Body(q.Receive()));
    }

    [Fact]
    public void A_message_does_not_expire_while_it_is_locked()
    {
        var q = new QueueUnderTest();
        q.Send("a", timeToLive: TimeSpan.FromSeconds(10));
        var delivery = q.Receive();
        q.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.True(q.Queue.Complete(delivery.LockToken));
    }

    [Fact]
    public void An_expired_message_that_is_abandoned_is_dead_lettered()
    {
        var q = new QueueUnderTest();
        q.Send("a", timeToLive: TimeSpan.FromSeconds(10));
        var delivery = q.Receive();
        q.Time.Advance(TimeSpan.FromSeconds(20));
        q.Queue.Abandon(delivery.LockToken);

        Assert.Null(q.Queue.Receive());
        Assert.Equal(1, q.Queue.Count().DeadLettered);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;
}
