using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

public sealed class MessageTests : IAsyncDisposable
{
    private readonly TestQueue q = new();

    public ValueTask DisposeAsync() => q.DisposeAsync();

    [Fact]
    public async Task A_message_arrives_complete()
    {
        var sent = new ServiceBusMessage("hällo \U0001F600")
        {
            MessageId = "m-1",
            CorrelationId = "c",
            Subject = "s",
            ContentType = "text/plain",
            ReplyTo = "rt",
            To = "to",
            PartitionKey = "pk",
            ReplyToSessionId = "rts",
            SessionId = "pk",
            TimeToLive = TimeSpan.FromMinutes(5),
        };
        await q.Sender.SendMessageAsync(sent);

        var got = await q.Receive();

        Assert.Equal(sent.Body.ToString(), got.Body.ToString());
        Assert.Equal(
            (sent.MessageId, sent.CorrelationId, sent.Subject, sent.ContentType, sent.ReplyTo, sent.To, sent.PartitionKey),
            (got.MessageId, got.CorrelationId, got.Subject, got.ContentType, got.ReplyTo, got.To, got.PartitionKey));
        Assert.Equal((sent.ReplyToSessionId, sent.SessionId, sent.TimeToLive), (got.ReplyToSessionId, got.SessionId, got.TimeToLive));
        Assert.Equal((1, 1L, 1L), (got.DeliveryCount, got.SequenceNumber, got.EnqueuedSequenceNumber));
        Assert.Equal(ServiceBusMessageState.Active, got.State);
        Assert.Equal(q.Time.GetUtcNow(), got.EnqueuedTime);
        Assert.Equal(q.Time.GetUtcNow() + new QueueOptions("a").LockDuration, got.LockedUntil);
    }

    [Fact]
    public async Task Application_properties_keep_their_types()
    {
        var values = new object[]
        {
            1, 1L, 1.5, 1.25m, true, "x", 'c', (byte)3, Guid.NewGuid(), DateTime.UnixEpoch, DateTimeOffset.UnixEpoch,
            TimeSpan.FromSeconds(3), new Uri("http://a/"),
        };
        var message = new ServiceBusMessage("a");
        foreach (var value in values)
            message.ApplicationProperties[value.GetType().Name] = value;
        await q.Sender.SendMessageAsync(message);

        Assert.Equal(message.ApplicationProperties, (await q.Receive()).ApplicationProperties);
    }

    [Fact]
    public async Task Bodies_of_every_kind_are_delivered()
    {
        var value = new ServiceBusMessage();
        value.GetRawAmqpMessage().Body = AmqpMessageBody.FromValue("value");
        var sequence = new ServiceBusMessage();
        sequence.GetRawAmqpMessage().Body = AmqpMessageBody.FromSequence([[1, "two"]]);
        await q.Sender.SendMessagesAsync([new ServiceBusMessage(""), value, sequence]);

        var got = await q.Receive(3);

        Assert.True(got[0].Body.ToMemory().IsEmpty);
        Assert.True(got[1].GetRawAmqpMessage().Body.TryGetValue(out var received));
        Assert.Equal("value", received);
        Assert.True(got[2].GetRawAmqpMessage().Body.TryGetSequence(out var lists));
        Assert.Equal([1, "two"], lists!.Single());
    }

    [Fact]
    public async Task Batches_and_lists_keep_the_order_in_which_they_were_sent()
    {
        using var batch = await q.Sender.CreateMessageBatchAsync();
        for (var i = 0; i < 100; i++)
            Assert.True(batch.TryAddMessage(new ServiceBusMessage($"{i}")));
        await q.Sender.SendMessagesAsync(batch);
        await q.Send([.. Enumerable.Range(100, 50).Select(i => $"{i}")]);
        await q.Send();

        // A client that stops waiting releases messages that arrive at that moment. On a busy machine some may arrive in a later receive.
        var got = (await q.Receive(150)).OrderBy(message => message.SequenceNumber).ToList();

        Assert.Equal(Enumerable.Range(0, 150).Select(i => $"{i}"), got.Select(message => message.Body.ToString()));
        Assert.Equal(Enumerable.Range(1, 150).Select(i => (long)i), got.Select(message => message.SequenceNumber));
    }

    [Fact]
    public async Task A_repeated_message_id_is_dropped()
    {
        await using var q = new TestQueue(options => options with { DuplicateDetectionWindow = TimeSpan.FromMinutes(5) });
        await q.Sender.SendMessageAsync(new ServiceBusMessage("a") { MessageId = "1" });
        await q.Sender.SendMessagesAsync([new("b") { MessageId = "1" }, new("c") { MessageId = "2" }, new("d") { MessageId = "2" }]);
        await q.Sender.ScheduleMessageAsync(new ServiceBusMessage("e") { MessageId = "2" }, q.Time.GetUtcNow().AddMinutes(1));

        Assert.Equal(["a", "c"], (await q.Receiver.PeekMessagesAsync(10)).Select(message => message.Body.ToString()));
    }

    [Fact]
    public async Task A_time_to_live_above_the_queues_limit_is_reduced_to_it()
    {
        await using var q = new TestQueue(options => options with { DefaultTimeToLive = TimeSpan.FromMinutes(1) });
        var lives = new[] { TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), TimeSpan.MaxValue };
        await q.Sender.SendMessagesAsync(lives.Select(life => new ServiceBusMessage("a") { TimeToLive = life }));

        Assert.Equal([60, 1, 60], (await q.Receiver.PeekMessagesAsync(10)).Select(message => message.TimeToLive.TotalSeconds));
    }
}
