using System.Collections.Concurrent;
using Amqp;
using ServiceBusBroker.Links;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests;

public sealed class SendGateTests : IAsyncLifetime
{
    private readonly Broker broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });
    private readonly FrameOrder gate = new();
    private readonly ConcurrentQueue<string> order = [];
    private WireClient client = null!;
    private Link link = null!;

    public async ValueTask InitializeAsync()
    {
        client = await WireClient.Connect(broker);
        link = client.Receiver("jobs");
        gate.Open(link);
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Fact]
    public Task An_attach_is_answered_when_no_message_is_being_sent() =>
        ComesAfterTheSend(() => gate.Attach(() => order.Enqueue("other")));

    [Fact]
    public Task A_link_is_closed_when_no_message_is_being_sent() => ComesAfterTheSend(() =>
    {
        gate.Close(link);
        order.Enqueue("other");
    });

    [Fact]
    public void Nothing_is_sent_on_a_closed_link()
    {
        gate.Close(link);

        Assert.False(gate.TrySend(link, () => order.Enqueue("sent")));
        Assert.Empty(order);
    }

    [Fact]
    public void A_send_that_fails_reports_the_link_as_gone_and_frees_the_gate()
    {
        Assert.False(gate.TrySend(link, () => throw new AmqpException(ErrorCode.IllegalState, "dead")));
        Assert.True(gate.TrySend(link, () => { }));
    }

    private async Task ComesAfterTheSend(Action action)
    {
        using var sending = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var send = Task.Factory.StartNew(() => gate.TrySend(link, () =>
        {
            sending.Set();
            mayEnd.Wait(WireClient.Patience);
            order.Enqueue("sent");
        }), TaskCreationOptions.LongRunning);
        sending.Wait(WireClient.Patience);

        var other = new Thread(() => action());
        other.Start();
        await Eventually.HoldsAsync(() => other.ThreadState == ThreadState.WaitSleepJoin || !other.IsAlive, "the other waits at the gate");
        mayEnd.Set();

        Assert.True(await send);
        other.Join(WireClient.Patience);
        Assert.Equal(["sent", "other"], order);
    }
}
