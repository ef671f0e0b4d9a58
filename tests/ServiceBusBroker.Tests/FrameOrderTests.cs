using System.Collections.Concurrent;
using Amqp;
using ServiceBusBroker.Links;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests;

public sealed class FrameOrderTests : IAsyncLifetime
{
    private readonly Broker broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });
    private readonly FrameOrder order = new();
    private readonly ConcurrentQueue<string> events = [];
    private WireClient client = null!;
    private Link link = null!;

    public async ValueTask InitializeAsync()
    {
        client = await WireClient.Connect(broker);
        link = client.Receiver("jobs");
        order.Open(link);
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Fact]
    public Task An_attach_is_answered_when_no_message_is_being_sent() =>
        ComesAfterTheSend(() => order.Attach(() => events.Enqueue("other")));

    [Fact]
    public Task A_link_is_closed_when_no_message_is_being_sent() => ComesAfterTheSend(() =>
    {
        order.Close(link);
        events.Enqueue("other");
    });

    [Fact]
    public void Nothing_is_sent_on_a_closed_link()
    {
        order.Close(link);

        Assert.False(order.TrySend(link, () => events.Enqueue("sent")));
        Assert.Empty(events);
    }

    [Fact]
    public void A_send_that_fails_reports_the_link_as_gone_and_lets_others_send()
    {
        Assert.False(order.TrySend(link, () => throw new AmqpException(ErrorCode.IllegalState, "dead")));
        Assert.True(order.TrySend(link, () => { }));
    }

    private async Task ComesAfterTheSend(Action action)
    {
        using var sending = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var send = Task.Factory.StartNew(() => order.TrySend(link, () =>
        {
            sending.Set();
            mayEnd.Wait(WireClient.Patience);
            events.Enqueue("sent");
        }), TaskCreationOptions.LongRunning);
        sending.Wait(WireClient.Patience);

        var other = new Thread(() => action());
        other.Start();
        await Eventually.HoldsAsync(() => other.ThreadState == ThreadState.WaitSleepJoin || !other.IsAlive, "the other one waits");
        mayEnd.Set();

        Assert.True(await send);
        other.Join(WireClient.Patience);
        Assert.Equal(["sent", "other"], events);
    }
}
