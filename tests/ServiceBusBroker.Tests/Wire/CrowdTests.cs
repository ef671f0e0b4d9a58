using System.Collections.Concurrent;
using Amqp;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class CrowdTests
{
    private const int Clients = 6;
    private const int MessagesPerClient = 300;
    private static readonly string[] Queues = ["a", "b", "c"];

    [Fact]
    public async Task Many_clients_on_many_queues_lose_nothing_and_do_nothing_twice()
    {
        await using var broker = Broker.Start(new BrokerOptions { Queues = [.. Queues.Select(name => new QueueOptions(name))] });
        var done = new ConcurrentBag<int>();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Work(broker, client, done)));

        await Eventually.HoldsAsync(() => Queues.All(queue => broker.Count(queue) == default), "all queues are empty");
        Assert.Equal(Clients * MessagesPerClient, done.Count);
        Assert.Equal(Clients * MessagesPerClient, done.Distinct().Count());
    }

    // Every client sends to all queues and receives from all of them, including messages of others, and abandons every seventh once.
    private static async Task Work(Broker broker, int client, ConcurrentBag<int> done)
    {
        await using var wire = await WireClient.Connect(broker);
        var receivers = Queues.Select(queue => Receive(wire.Receiver(queue), done)).ToList();
        var senders = Queues.Select(wire.Sender).ToList();
        await Task.WhenAll(Enumerable.Range(0, MessagesPerClient).Select(i =>
            senders[i % senders.Count].SendAsync(new Message(client * MessagesPerClient + i), WireClient.Patience)));
        await Eventually.HoldsAsync(() => done.Count == Clients * MessagesPerClient, "all messages of all clients are done");
        foreach (var receiver in receivers)
            await receiver.CloseAsync();
    }

    private static ReceiverLink Receive(ReceiverLink receiver, ConcurrentBag<int> done)
    {
        receiver.Start(20, (link, message) =>
        {
            var number = (int)message.Body;
            if (message.Header.DeliveryCount == 0 && number % 7 == 0)
            {
                link.Modify(message, deliveryFailed: true, undeliverableHere: false, messageAnnotations: null);
                return;
            }

            done.Add(number);
            link.Accept(message);
        });
        return receiver;
    }
}
