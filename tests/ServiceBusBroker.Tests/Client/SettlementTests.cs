using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

public sealed class SettlementTests : IAsyncDisposable
{
    private readonly TestQueue q = new(options => options with { MaxDeliveryCount = 3 });

    public ValueTask DisposeAsync() => q.DisposeAsync();

    [Fact]
    public async Task An_abandoned_message_is_redelivered_with_its_count_and_changes()
    {
        await q.Send("a");
        await q.Receiver.AbandonMessageAsync(await q.Receive(), new Dictionary<string, object> { ["why"] = "later" });

        var again = await q.Receive();

        Assert.Equal(2, again.DeliveryCount);
        Assert.Equal("later", again.ApplicationProperties["why"]);
    }

    [Fact]
    public async Task A_dead_lettered_message_has_its_reason()
    {
        await q.Send("bad");
        var message = await q.Receive();
        await q.Receiver.DeadLetterMessageAsync(message, new Dictionary<string, object> { ["k"] = 5 }, "Poison", "no header");

        var dead = await q.Receive(q.DeadLetters);

        Assert.Equal(("bad", message.MessageId), (dead.Body.ToString(), dead.MessageId));
        Assert.Equal(("Poison", "no header"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(TestQueue.Name, dead.DeadLetterSource);
        Assert.Equal(5, dead.ApplicationProperties["k"]);
        await q.DeadLetters.CompleteMessageAsync(dead);
        Assert.Equal(default, q.Counts);
    }

    [Fact]
    public async Task A_message_can_be_dead_lettered_without_a_reason()
    {
        await q.Send("bad");
        await q.Receiver.DeadLetterMessageAsync(await q.Receive());

        Assert.Null((await q.Receive(q.DeadLetters)).DeadLetterReason);
    }

    [Fact]
    public async Task The_last_allowed_delivery_dead_letters()
    {
        await q.Send("a");
        for (var i = 1; i <= 3; i++)
        {
            var message = await q.Receive();
            Assert.Equal(i, message.DeliveryCount);
            await q.Receiver.AbandonMessageAsync(message);
        }

        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), q.Counts);
        Assert.Equal("MaxDeliveryCountExceeded", (await q.Receive(q.DeadLetters)).DeadLetterReason);
    }

    [Fact]
    public async Task A_settled_message_no_longer_has_a_lock()
    {
        await q.Send("a");
        var message = await q.Receive();
        await q.Receiver.CompleteMessageAsync(message);

        await LockLost(() => q.Receiver.CompleteMessageAsync(message));
        await LockLost(() => q.Receiver.AbandonMessageAsync(message));
        await LockLost(() => q.Receiver.RenewMessageLockAsync(message));
    }

    [Fact]
    public async Task An_expired_lock_is_lost_and_the_message_is_redelivered()
    {
        await q.Send("a");
        var first = await q.Receive();
        q.Time.Advance(new QueueOptions("a").LockDuration);

        await LockLost(() => q.Receiver.CompleteMessageAsync(first));
        var second = await q.Receive();
        Assert.Equal(2, second.DeliveryCount);
        await q.Receiver.CompleteMessageAsync(second);
    }

    [Fact]
    public async Task A_renewed_lock_lasts_longer()
    {
        await q.Send("a");
        var message = await q.Receive();
        for (var i = 0; i < 3; i++)
        {
            q.Time.Advance(TimeSpan.FromSeconds(20));
            await q.Receiver.RenewMessageLockAsync(message);
            Assert.Equal(q.Time.GetUtcNow().AddSeconds(30), message.LockedUntil);
        }

        await q.Receiver.CompleteMessageAsync(message);
        Assert.Equal(default, q.Counts);
    }

    [Fact]
    public async Task Another_receiver_settles_by_the_lock_token()
    {
        await q.Send("complete", "abandon", "defer", "dead-letter");
        var messages = await q.Receive(4);
        await q.Receiver.CloseAsync();

        await using var other = q.Client.CreateReceiver(TestQueue.Name);
        await other.CompleteMessageAsync(messages[0]);
        await other.AbandonMessageAsync(messages[1]);
        await other.DeferMessageAsync(messages[2]);
        await other.DeadLetterMessageAsync(messages[3], "late", "link closed");

        Assert.Equal(new QueueCounts(1, 0, 0, 1, 1), q.Counts);
        Assert.Equal("late", (await q.DeadLetters.PeekMessageAsync()).DeadLetterReason);
        await LockLost(() => other.CompleteMessageAsync(messages[0]));
    }

    [Fact]
    public async Task A_deferred_message_is_received_only_by_its_number()
    {
        await q.Send("a");
        var message = await q.Receive();
        await q.Receiver.DeferMessageAsync(message, new Dictionary<string, object> { ["p"] = 1 });
        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), q.Counts);

        var deferred = await q.Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber);
        Assert.Equal((ServiceBusMessageState.Deferred, 1), (deferred.State, deferred.ApplicationProperties["p"]));
        await q.Receiver.RenewMessageLockAsync(deferred);
        await q.Receiver.AbandonMessageAsync(deferred);
        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), q.Counts);

        await q.Receiver.CompleteMessageAsync((await q.Receiver.ReceiveDeferredMessagesAsync([message.SequenceNumber])).Single());
        Assert.Equal(default, q.Counts);
        var error = await Assert.ThrowsAsync<ServiceBusException>(() => q.Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, error.Reason);
    }

    [Fact]
    public async Task An_expired_message_is_dead_lettered()
    {
        await q.Sender.SendMessageAsync(new ServiceBusMessage("a") { TimeToLive = TimeSpan.FromSeconds(1) });
        q.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("TTLExpiredException", (await q.Receive(q.DeadLetters)).DeadLetterReason);
        Assert.Equal(0, q.Counts.Active);
    }

    private static async Task LockLost(Func<Task> settle) =>
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, (await Assert.ThrowsAsync<ServiceBusException>(settle)).Reason);
}
