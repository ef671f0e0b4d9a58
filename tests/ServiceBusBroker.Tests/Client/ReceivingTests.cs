using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

public sealed class ReceivingTests : IAsyncDisposable
{
    private readonly TestQueue q = new();

    public ValueTask DisposeAsync() => q.DisposeAsync();

    [Fact]
    public async Task An_empty_queue_gives_nothing()
    {
        Assert.Null(await q.Receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(100)));
        Assert.Null(await q.Receiver.PeekMessageAsync());
    }

    [Fact]
    public async Task Receiving_without_locks_leaves_nothing()
    {
        await q.Send("a", "b");

        Assert.Equal(2, (await q.Receive(2, q.Deleter)).Count);
        await q.CountsBecome(default);
    }

    [Theory]
    [InlineData(ServiceBusReceiveMode.ReceiveAndDelete, 500, 100)]
    [InlineData(ServiceBusReceiveMode.ReceiveAndDelete, 20, 10)]
    [InlineData(ServiceBusReceiveMode.PeekLock, 20, 10)]
    public async Task A_prefetching_receiver_loses_nothing_while_new_messages_arrive(ServiceBusReceiveMode mode, int prefetch, int atOnce)
    {
        const int Count = 3_000;
        await using var other = q.Connect();
        await using var receiver = other.CreateReceiver(
            TestQueue.Name, new ServiceBusReceiverOptions { ReceiveMode = mode, PrefetchCount = prefetch });
        var sending = Parallel.ForEachAsync(
            Enumerable.Range(0, Count), async (i, stop) => await q.Sender.SendMessageAsync(new ServiceBusMessage($"{i}"), stop));

        var got = new HashSet<string>();
        while (got.Count < Count)
        {
            var some = await receiver.ReceiveMessagesAsync(atOnce, WireClient.Patience);
            Assert.NotEmpty(some);
            Assert.All(some, message => Assert.True(got.Add(message.Body.ToString())));
            if (mode == ServiceBusReceiveMode.PeekLock)
                await Task.WhenAll(some.Select(message => receiver.CompleteMessageAsync(message)));
        }

        await sending;
        await q.CountsBecome(default);
    }

    [Fact]
    public async Task Prefetched_messages_arrive_in_order_and_are_released_when_the_receiver_closes()
    {
        await using var receiver = q.Client.CreateReceiver(TestQueue.Name, new ServiceBusReceiverOptions { PrefetchCount = 50 });
        await q.Send([.. Enumerable.Range(0, 100).Select(i => $"{i}")]);
        for (var i = 0; i < 30; i++)
        {
            var message = await q.Receive(receiver);
            Assert.Equal($"{i}", message.Body.ToString());
            await receiver.CompleteMessageAsync(message);
        }

        await receiver.CloseAsync();

        await q.CountsBecome(new QueueCounts(70, 0, 0, 0, 0));
        var next = await q.Receive();
        Assert.Equal(("30", 1), (next.Body.ToString(), next.DeliveryCount));
    }

    [Fact]
    public async Task Two_clients_share_without_overlap()
    {
        await using var other = q.Connect();
        await using var second = other.CreateReceiver(TestQueue.Name);
        await q.Send([.. Enumerable.Range(0, 200).Select(i => $"{i}")]);
        var got = new ConcurrentBag<string>();

        await Task.WhenAll(Take(q.Receiver), Take(second));

        Assert.Equal(200, got.Count);
        Assert.Equal(200, got.Distinct().Count());
        Assert.Equal(default, q.Counts);

        async Task Take(ServiceBusReceiver receiver)
        {
            for (var i = 0; i < 100; i++)
            {
                var message = await q.Receive(receiver);
                got.Add(message.Body.ToString());
                await receiver.CompleteMessageAsync(message);
            }
        }
    }

    [Fact]
    public async Task A_cancelled_receive_loses_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var receiving = q.Receiver.ReceiveMessageAsync(WireClient.Patience, cancel.Token);
        await Eventually.HoldsAsync(() => q.Broker.CountReceivers(TestQueue.Name) == 1, "the receiver waits");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);

        await q.Send("a");
        Assert.Equal("a", (await q.Receive()).Body.ToString());
    }

    [Fact]
    public async Task Peeking_receives_nothing_and_continues_where_it_stopped()
    {
        await q.Send([.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        var locked = await q.Receive();

        var first = await q.Receiver.PeekMessagesAsync(4);
        var next = await q.Receiver.PeekMessagesAsync(4);

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], first.Concat(next).Select(message => message.Body.ToString()));
        Assert.Equal(locked.SequenceNumber, first[0].SequenceNumber);
        Assert.Equal("2", (await q.Receiver.PeekMessageAsync(first[2].SequenceNumber)).Body.ToString());
        Assert.Null(await q.Receiver.PeekMessageAsync(99));
        Assert.Equal(new QueueCounts(9, 1, 0, 0, 0), q.Counts);
    }

    [Fact]
    public async Task Scheduled_messages_arrive_on_time_unless_cancelled()
    {
        var time = q.Time.GetUtcNow().AddMinutes(1);
        var numbers = await q.Sender.ScheduleMessagesAsync([new("kept"), new("cancelled")], time);
        await q.Sender.SendMessageAsync(new ServiceBusMessage("own") { ScheduledEnqueueTime = time });
        await q.Sender.ScheduleMessageAsync(new ServiceBusMessage("past"), time.AddHours(-1));
        await q.Sender.CancelScheduledMessageAsync(numbers[1]);
        Assert.Equal(new QueueCounts(1, 0, 2, 0, 0), q.Counts);
        Assert.Equal(ServiceBusMessageState.Scheduled, (await q.Receiver.PeekMessageAsync(numbers[0])).State);

        q.Time.Advance(TimeSpan.FromMinutes(1));

        var got = await q.Receive(3);
        Assert.Equal(["past", "kept", "own"], got.Select(message => message.Body.ToString()));
        Assert.Equal([time, time], got.Skip(1).Select(message => message.EnqueuedTime));
        var error = await Assert.ThrowsAsync<ServiceBusException>(() => q.Sender.CancelScheduledMessageAsync(numbers[1]));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, error.Reason);
    }
}
