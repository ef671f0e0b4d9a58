using Amqp.Framing;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class WindowTests
{
    // What the official .NET client says when its flow overtakes the broker's own count of transfers: its window has no end, and it has
    // counted one transfer more. In this test it has counted one that never was, so that no race is needed.
    [Fact]
    public async Task A_client_with_an_endless_window_that_counts_faster_than_the_broker_is_not_left_waiting()
    {
        await using var broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });
        await using var sender = await WireClient.Connect(broker);
        await sender.Sender("jobs").SendAsync(new Amqp.Message("a"), WireClient.Patience);
        using var client = await RawClient.Connect(broker);
        await client.Open();
        await client.Send(new Begin { IncomingWindow = uint.MaxValue, OutgoingWindow = 1, NextOutgoingId = 0, HandleMax = 1 });
        var begun = await client.Next<Begin>();

        await client.Send(new Attach
        {
            LinkName = "link",
            Handle = 0,
            Role = true,
            SndSettleMode = SenderSettleMode.Settled,
            Source = new Source { Address = "jobs" },
            Target = new Target(),
        });
        await client.Send(new Flow
        {
            NextIncomingId = unchecked(begun.NextOutgoingId + 1),
            IncomingWindow = uint.MaxValue,
            NextOutgoingId = 0,
            OutgoingWindow = 1,
            Handle = 0,
            DeliveryCount = 0,
            LinkCredit = 1,
        });

        Assert.True((await client.Next<Transfer>()).Settled);
    }
}
