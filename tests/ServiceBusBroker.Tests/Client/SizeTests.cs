using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

public sealed class SizeTests : IAsyncDisposable
{
    private const int Limit = 256 * 1024;
    private readonly TestQueue q = new();

    public ValueTask DisposeAsync() => q.DisposeAsync();

    // The broker adds its own annotations to a message, so a delivery may exceed the limit for sending.
    [Theory]
    [InlineData(65_536)]
    [InlineData(261_944)]
    [InlineData(262_000)]
    public async Task Every_accepted_message_is_delivered(int size)
    {
        await q.Sender.SendMessageAsync(new ServiceBusMessage(new byte[size]));

        Assert.Equal(size, (await q.Receive()).Body.ToMemory().Length);
    }

    [Fact]
    public async Task A_batch_fills_up_to_the_limit_of_the_standard_tier()
    {
        using var batch = await q.Sender.CreateMessageBatchAsync();
        while (batch.TryAddMessage(new ServiceBusMessage(new byte[10_000])))
        {
        }

        await q.Sender.SendMessagesAsync(batch);

        Assert.Equal(Limit, batch.MaxSizeInBytes);
        Assert.Equal(26, batch.Count);
        Assert.Equal(26, (await q.Receive(26)).Count);
    }

    [Theory]
    [InlineData(1, 262_144)]
    [InlineData(1, 2_000_000)]
    [InlineData(10, 50_000)]
    public async Task A_larger_message_is_refused_and_the_sender_keeps_working(int count, int size)
    {
        var error = await Assert.ThrowsAsync<ServiceBusException>(() =>
            q.Sender.SendMessagesAsync(Enumerable.Repeat(0, count).Select(_ => new ServiceBusMessage(new byte[size]))));
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, error.Reason);

        await q.Send("small");
        Assert.Equal(1, q.Counts.Active);
    }

    [Fact]
    public async Task Peeking_returns_up_to_a_mebibyte_at_a_time_and_continues_from_there()
    {
        for (var i = 0; i < 12; i++)
            await q.Sender.SendMessageAsync(new ServiceBusMessage(new byte[100_000]));

        Assert.Equal(10, (await q.Receiver.PeekMessagesAsync(12)).Count);
        Assert.Equal(2, (await q.Receiver.PeekMessagesAsync(12)).Count);
    }

    [Fact]
    public async Task Deferred_messages_of_a_megabyte_arrive_in_one_answer()
    {
        var numbers = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            await q.Sender.SendMessageAsync(new ServiceBusMessage(new byte[100_000]));
            var message = await q.Receive();
            numbers.Add(message.SequenceNumber);
            await q.Receiver.DeferMessageAsync(message);
        }

        Assert.Equal(10, (await q.Receiver.ReceiveDeferredMessagesAsync(numbers)).Count);
    }

    [Fact]
    public async Task A_full_queue_refuses_until_there_is_room_again()
    {
        await using var small = new TestQueue(options => options with { MaxSizeBytes = 100_000 });
        var message = new ServiceBusMessage(new byte[60_000]);
        await small.Sender.SendMessageAsync(message);

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => small.Sender.SendMessageAsync(message));
        Assert.Equal(ServiceBusFailureReason.QuotaExceeded, error.Reason);

        await small.Receive(small.Deleter);
        await small.CountsBecome(default);
        await small.Sender.SendMessageAsync(message);
    }
}
