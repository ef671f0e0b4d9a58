using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Tests.Queues;

public sealed class DuplicateTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly QueueUnderTest q = new(options => options with { DuplicateDetectionWindow = Window });

    [Fact]
    public void A_repeat_within_the_window_is_dropped_and_gets_the_first_ones_number()
    {
        var first = q.Send("a", id: "1");
        q.Time.Advance(Window - TimeSpan.FromMilliseconds(1));

        Assert.Equal(first, q.Send("b", id: "1"));
        Assert.Equal(["a"], q.Bodies());
    }

    [Fact]
    public void A_repeat_is_dropped_even_after_the_first_is_completed()
    {
        q.Send("a", id: "1");
        q.Queue.Complete(q.Receive().LockToken);
        q.Send("b", id: "1");

        Assert.Equal(default, q.Queue.Count());
    }

    [Fact]
    public void A_repeat_after_the_window_is_a_new_message()
    {
        q.Send("a", id: "1");
        q.Time.Advance(Window);
        q.Send("b", id: "1");

        Assert.Equal(["a", "b"], q.Bodies());
    }

    [Fact]
    public void Repeats_within_one_batch_are_dropped()
    {
        q.Queue.Enqueue([q.Message("a", "1"), q.Message("b", "1"), q.Message("c", "2")]);

        Assert.Equal(["a", "c"], q.Bodies());
    }

    [Fact]
    public void Ids_of_bytes_are_the_same_if_their_bytes_are()
    {
        q.Send("a", id: new byte[] { 1, 2 });
        q.Send("b", id: new byte[] { 1, 3 });
        q.Send("c", id: new byte[] { 1, 2 });

        Assert.Equal(["a", "b"], q.Bodies());
    }

    [Fact]
    public void Ids_of_different_types_are_different()
    {
        var guid = Guid.NewGuid();
        object[] ids = ["1", 1UL, guid, guid.ToString(), new byte[] { 1 }, "01"];
        foreach (var id in ids)
            q.Send("a", id);

        Assert.Equal(ids.Length, q.Queue.Count().Active);
    }

    [Fact]
    public void Messages_without_an_id_are_all_kept_and_get_distinct_ids()
    {
        q.Send("a");
        q.Send("a");

        Assert.Equal(2, q.Queue.Peek(0, 10, 10_000).Select(message => message.Properties.MessageId).Distinct()
            .Count(id => id.Length == 32));
    }

    [Fact]
    public void Without_a_window_repeats_are_kept()
    {
        var q = new QueueUnderTest();
        q.Send("a", id: "1");
        q.Send("a", id: "1");

        Assert.Equal(2, q.Queue.Count().Active);
    }

    [Fact]
    public void The_history_forgets_the_oldest_when_it_is_full()
    {
        var history = new DuplicateHistory(Window, capacity: 2);
        var now = DateTimeOffset.UnixEpoch;
        for (var i = 1; i <= 3; i++)
            history.Add($"{i}", i, now);

        Assert.Null(history.Find("1", now));
        Assert.Equal(2, history.Find("2", now));
        Assert.Equal(3, history.Find("3", now));
    }
}
