using Amqp.Framing;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class FlowTests : IAsyncDisposable
{
    private readonly Broker broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    // What the official .NET client sends when its flow overtakes the broker's own count of transfers: its window is unlimited, and it has
    // counted one more transfer. Here that transfer was never sent, so that the test needs no race.
    [Fact]
    public async Task A_client_whose_transfer_count_is_ahead_of_the_broker_is_still_served()
    {
        await using var sender = await WireClient.Connect(broker);
        await sender.Sender("jobs").SendAsync(new Amqp.Message("a"), WireClient.Patience);
        using var client = await RawClient.Connect(broker);
        var first = await Begin(client);

        await client.Send(Want(unchecked(first + 1), credit: 1));

        Assert.True((await client.Next<Transfer>()).Settled);
    }

    [Fact]
    public async Task A_drain_is_answered()
    {
        using var client = await RawClient.Connect(broker);
        var flow = Want(await Begin(client), credit: 5);
        flow.Drain = true;
        await client.Send(flow);

        var answer = await client.Next<Flow>();

        Assert.True(answer.Drain);
        Assert.Equal(0u, answer.LinkCredit);
    }

    /// <summary>Opens a link that receives without locks, and returns the number of the broker's first transfer.</summary>
    private static async Task<uint> Begin(RawClient client)
    {
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
        return begun.NextOutgoingId;
    }

    private static Flow Want(uint nextIncomingId, uint credit) => new()
    {
        NextIncomingId = nextIncomingId,
        IncomingWindow = uint.MaxValue,
        NextOutgoingId = 0,
        OutgoingWindow = 1,
        Handle = 0,
        DeliveryCount = 0,
        LinkCredit = credit,
    };
}
