using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

public sealed class SettlementTests : IAsyncDisposable
{
    private readonly TestQueue _q = new(options => options with { MaxDeliveryCount = 3 });

    public ValueTask DisposeAsync() => _q.DisposeAsync();

    [Fact]
    public async Task An_abandoned_message_comes_again_counted_and_changed()
    {
        await _q.Send("a");
        await _q.Receiver.AbandonMessageAsync(await _q.Receive(), new Dictionary<string, object> { ["why"] = "later" });

        var again = await _q.Receive();

        Assert.Equal(2, again.DeliveryCount);
        Assert.Equal("later", again.ApplicationProperties["why"]);
    }

    [Fact]
    public async Task A_dead_lettered_message_tells_why()
    {
        await _q.Send("bad");
        var message = await _q.Receive();
        await _q.Receiver.DeadLetterMessageAsync(message, new Dictionary<string, object> { ["k"] = 5 }, "Poison", "no header");

        var dead = await _q.Receive(_q.DeadLetters);

        Assert.Equal(("bad", message.MessageId), (dead.Body.ToString(), dead.MessageId));
        Assert.Equal(("Poison", "no header"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(TestQueue.Name, dead.DeadLetterSource);
        Assert.Equal(5, dead.ApplicationProperties["k"]);
        await _q.DeadLetters.CompleteMessageAsync(dead);
        Assert.Equal(default, _q.Counts);
    }

    [Fact]
    public async Task A_message_can_be_dead_lettered_without_a_reason()
    {
        await _q.Send("bad");
        await _q.Receiver.DeadLetterMessageAsync(await _q.Receive());

        Assert.Null((await _q.Receive(_q.DeadLetters)).DeadLetterReason);
    }

    [Fact]
    public async Task The_last_allowed_delivery_dead_letters()
    {
        await _q.Send("a");
        for (var i = 1; i <= 3; i++)
        {
            var message = await _q.Receive();
            Assert.Equal(i, message.DeliveryCount);
            await _q.Receiver.AbandonMessageAsync(message);
        }

        Assert.Equal(new QueueCounts(0, 0, 0, 0, 1), _q.Counts);
        Assert.Equal("MaxDeliveryCountExceeded", (await _q.Receive(_q.DeadLetters)).DeadLetterReason);
    }

    [Fact]
    public async Task What_is_settled_has_no_lock_any_more()
    {
        await _q.Send("a");
        var message = await _q.Receive();
        await _q.Receiver.CompleteMessageAsync(message);

        await LockLost(() => _q.Receiver.CompleteMessageAsync(message));
        await LockLost(() => _q.Receiver.AbandonMessageAsync(message));
        await LockLost(() => _q.Receiver.RenewMessageLockAsync(message));
    }

    [Fact]
    public async Task A_lock_that_ran_out_is_lost_and_the_message_comes_again()
    {
        await _q.Send("a");
        var first = await _q.Receive();
        _q.Time.Advance(new QueueOptions("a").LockDuration);

        await LockLost(() => _q.Receiver.CompleteMessageAsync(first));
        var second = await _q.Receive();
        Assert.Equal(2, second.DeliveryCount);
        await _q.Receiver.CompleteMessageAsync(second);
    }

    [Fact]
    public async Task A_renewed_lock_lasts_longer()
    {
        await _q.Send("a");
        var message = await _q.Receive();
        for (var i = 0; i < 3; i++)
        {
            _q.Time.Advance(TimeSpan.FromSeconds(20));
            await _q.Receiver.RenewMessageLockAsync(message);
            Assert.Equal(_q.Time.GetUtcNow().AddSeconds(30), message.LockedUntil);
        }

        await _q.Receiver.CompleteMessageAsync(message);
        Assert.Equal(default, _q.Counts);
    }

    [Fact]
    public async Task Another_receiver_settles_by_the_lock_token()
    {
        await _q.Send("complete", "abandon", "defer", "dead-letter");
        var messages = await _q.Receive(4);
        await _q.Receiver.CloseAsync();

        await using var other = _q.Client.CreateReceiver(TestQueue.Name);
        await other.CompleteMessageAsync(messages[0]);
        await other.AbandonMessageAsync(messages[1]);
        await other.DeferMessageAsync(messages[2]);
        await other.DeadLetterMessageAsync(messages[3], "late", "link closed");

        Assert.Equal(new QueueCounts(1, 0, 0, 1, 1), _q.Counts);
        Assert.Equal("late", (await _q.DeadLetters.PeekMessageAsync()).DeadLetterReason);
        await LockLost(() => other.CompleteMessageAsync(messages[0]));
    }

    [Fact]
    public async Task A_deferred_message_comes_by_its_number_only()
    {
        await _q.Send("a");
        var message = await _q.Receive();
        await _q.Receiver.DeferMessageAsync(message, new Dictionary<string, object> { ["p"] = 1 });
        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), _q.Counts);

        var deferred = await _q.Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber);
        Assert.Equal((ServiceBusMessageState.Deferred, 1), (deferred.State, deferred.ApplicationProperties["p"]));
        await _q.Receiver.RenewMessageLockAsync(deferred);
        await _q.Receiver.AbandonMessageAsync(deferred);
        Assert.Equal(new QueueCounts(0, 0, 0, 1, 0), _q.Counts);

        await _q.Receiver.CompleteMessageAsync((await _q.Receiver.ReceiveDeferredMessagesAsync([message.SequenceNumber])).Single());
        Assert.Equal(default, _q.Counts);
        var error = await Assert.ThrowsAsync<ServiceBusException>(() => _q.Receiver.ReceiveDeferredMessageAsync(message.SequenceNumber));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, error.Reason);
    }

    [Fact]
    public async Task An_expired_message_is_dead_lettered()
    {
        await _q.Sender.SendMessageAsync(new ServiceBusMessage("a") { TimeToLive = TimeSpan.FromSeconds(1) });
        _q.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("TTLExpiredException", (await _q.Receive(_q.DeadLetters)).DeadLetterReason);
        Assert.Equal(0, _q.Counts.Active);
    }

    private static async Task LockLost(Func<Task> settle) =>
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, (await Assert.ThrowsAsync<ServiceBusException>(settle)).Reason);
}
