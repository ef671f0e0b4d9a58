using Amqp;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class CutConnectionTests : IAsyncLifetime
{
    private static readonly QueueOptions Jobs = new("jobs") { LockDuration = TimeSpan.FromSeconds(30) };
    private readonly CountingTime time = new();
    private readonly Broker broker;

    public CutConnectionTests() => broker = Broker.Start(new BrokerOptions { Queues = [Jobs], TimeProvider = time });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Fact]
    public async Task Locks_survive_a_cut_and_the_messages_are_redelivered_when_they_expire()
    {
        await using var victim = await WireClient.Connect(broker);
        await Send(victim, 3);
        var receiver = victim.Receiver("jobs");
        receiver.SetCredit(3, autoRestore: false);
        for (var i = 0; i < 3; i++)
            await WireClient.Receive(receiver);

        victim.Cut();
        await BrokerKnowsReceivers(0);
        await using var heir = await WireClient.Connect(broker);
        var inherited = heir.Receiver("jobs");
        inherited.SetCredit(10, autoRestore: false);
        await BrokerKnowsReceivers(1); // Otherwise the time step below would end the heir's handshake.
        Assert.Equal(new QueueCounts(0, 3, 0, 0, 0), broker.Count("jobs"));

        time.Advance(Jobs.LockDuration);
        for (var i = 0; i < 3; i++)
        {
            var message = await WireClient.Receive(inherited);
            Assert.Equal(i, message.Body);
            Assert.Equal(1u, message.Header.DeliveryCount);
            inherited.Accept(message);
        }

        await Eventually.HoldsAsync(() => broker.Count("jobs") == default, "all messages are done");
    }

    [Fact]
    public async Task A_disconnected_receiver_withholds_no_message_from_the_others()
    {
        await using var victim = await WireClient.Connect(broker);
        victim.Receiver("jobs").SetCredit(100, autoRestore: false);
        await victim.Ask("jobs/$management", "com.microsoft:peek-message"); // By now the broker knows of the credit.
        victim.Cut();
        await using var survivor = await WireClient.Connect(broker);
        await BrokerKnowsReceivers(0);

        await Send(survivor, 5);
        var receiver = survivor.Receiver("jobs");
        receiver.SetCredit(5, autoRestore: false);
        for (var i = 0; i < 5; i++)
            receiver.Accept(await WireClient.Receive(receiver));

        await Eventually.HoldsAsync(() => broker.Count("jobs") == default, "all messages are done");
    }

    [Fact]
    public async Task A_link_that_is_closed_keeps_its_locks()
    {
        await using var client = await WireClient.Connect(broker);
        await Send(client, 1);
        var receiver = client.Receiver("jobs");
        receiver.SetCredit(1, autoRestore: false);
        await WireClient.Receive(receiver);

        await receiver.CloseAsync();
        Assert.Equal(new QueueCounts(0, 1, 0, 0, 0), broker.Count("jobs"));
        time.Advance(Jobs.LockDuration);
        Assert.Equal(new QueueCounts(1, 0, 0, 0, 0), broker.Count("jobs"));
    }

    private static async Task Send(WireClient client, int count)
    {
        var sender = client.Sender("jobs");
        for (var i = 0; i < count; i++)
            await sender.SendAsync(new Message(i), WireClient.Patience);
    }

    private Task BrokerKnowsReceivers(int count) =>
        Eventually.HoldsAsync(() => broker.CountReceivers("jobs") == count, $"the broker knows {count} receivers");
}
