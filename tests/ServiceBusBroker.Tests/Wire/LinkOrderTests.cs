using Amqp;
using Amqp.Framing;
using Amqp.Types;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

/// <summary>A message on a link that the client does not know yet, or no longer knows, would end its whole connection.</summary>
public sealed class LinkOrderTests : IAsyncLifetime
{
    private const int Rounds = 400;
    private readonly Broker broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Fact]
    public async Task No_message_is_sent_before_the_attach_is_answered()
    {
        for (var i = 0; i < Rounds; i++)
        {
            await using var client = await WireClient.Connect(broker);
            await client.Sender("jobs").SendAsync(new Message(i), WireClient.Patience);
            var receiver = client.Receiver("jobs");
            receiver.SetCredit(1, autoRestore: false);
            receiver.Reject(await WireClient.Receive(receiver), new Error(new Symbol("poison")));

            var deadLetters = client.Receiver("jobs/$DeadLetterQueue");
            deadLetters.SetCredit(1, autoRestore: false);
            var dead = await WireClient.Receive(deadLetters);
            Assert.Equal(i, dead.Body);
            deadLetters.Accept(dead);
        }
    }

    [Fact]
    public async Task No_message_is_sent_after_its_link_is_closed()
    {
        await using var client = await WireClient.Connect(broker);
        var sender = client.Sender("jobs");
        for (var i = 0; i < Rounds; i++)
        {
            var receiver = client.Receiver("jobs");
            receiver.Start(10, (_, _) => { });
            var sending = Task.WhenAll(Enumerable.Range(0, 20).Select(n => sender.SendAsync(new Message(n), WireClient.Patience)));
            await receiver.CloseAsync(WireClient.Patience, null);
            await sending;
        }

        Assert.False(client.IsClosed);
    }
}
