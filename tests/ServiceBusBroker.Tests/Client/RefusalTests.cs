using System.Transactions;
using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

/// <summary>Features that the broker lacks are refused at once, with the client's own error where it has one.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private readonly TestQueue q = new();

    public ValueTask DisposeAsync() => q.DisposeAsync();

    [Fact]
    public async Task An_unknown_queue_is_named()
    {
        await NotFound("nowhere", () => q.Client.CreateSender("nowhere").SendMessageAsync(new ServiceBusMessage("a")));
        await NotFound("nowhere", () => q.Client.CreateReceiver("nowhere").ReceiveMessageAsync());
        await NotFound("nowhere", () => q.Client.CreateReceiver("nowhere").PeekMessageAsync());
    }

    [Fact]
    public async Task Topics_subscriptions_and_transfer_queues_do_not_exist()
    {
        await NotFound("topic", () => q.Client.CreateReceiver("topic", "sub").ReceiveMessageAsync());
        await NotFound("topic", () => q.Client.CreateRuleManager("topic", "sub").DeleteRuleAsync("rule"));
        var transfers = q.Client.CreateReceiver(TestQueue.Name, new ServiceBusReceiverOptions { SubQueue = SubQueue.TransferDeadLetter });
        await NotFound("$Transfer", () => transfers.ReceiveMessageAsync());
    }

    [Fact]
    public async Task Nothing_can_be_sent_to_a_dead_letter_queue()
    {
        var sender = q.Client.CreateSender($"{TestQueue.Name}/$DeadLetterQueue");

        await Assert.ThrowsAsync<InvalidOperationException>(() => sender.SendMessageAsync(new ServiceBusMessage("a")));
    }

    [Fact]
    public async Task Sessions_are_refused_by_name()
    {
        var one = await Assert.ThrowsAsync<NotSupportedException>(() => q.Client.AcceptSessionAsync(TestQueue.Name, "one"));
        var next = await Assert.ThrowsAsync<NotSupportedException>(() => q.Client.AcceptNextSessionAsync(TestQueue.Name));

        Assert.All([one, next], error => Assert.Contains("no sessions", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Transactions_are_refused_by_name_and_the_links_keep_working()
    {
        await q.Send("a");
        var message = await q.Receive();

        foreach (var act in new Func<Task>[] { () => q.Send("b"), () => q.Receiver.CompleteMessageAsync(message) })
        {
            Exception error;
            var attempts = 0;
            do
            {
                using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
                error = await Assert.ThrowsAnyAsync<Exception>(act);
            } while (error is ServiceBusException && ++attempts < 5); // The client may find the refused link closed before it reads why.

            Assert.IsType<NotSupportedException>(error);
            Assert.Contains("no transactions", error.Message, StringComparison.Ordinal);
        }

        await q.Receiver.CompleteMessageAsync(message);
        await q.Send("c");
        Assert.Equal("c", (await q.Receive()).Body.ToString());
    }

    private static async Task NotFound(string what, Func<Task> act)
    {
        var error = await Assert.ThrowsAsync<ServiceBusException>(act);

        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, error.Reason);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
