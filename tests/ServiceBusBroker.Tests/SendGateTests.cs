using System.Collections.Concurrent;
using Amqp;
using ServiceBusBroker.Links;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests;

public sealed class SendGateTests : IAsyncLifetime
{
    private readonly Broker _broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });
    private readonly FrameOrder _gate = new();
    private readonly ConcurrentQueue<string> _order = [];
    private WireClient _client = null!;
    private Link _link = null!;

    public async ValueTask InitializeAsync()
    {
        _client = await WireClient.Connect(_broker);
        _link = _client.Receiver("jobs");
        _gate.Open(_link);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public Task An_attach_is_answered_when_no_message_is_being_sent() =>
        ComesAfterTheSend(() => _gate.Attach(() => _order.Enqueue("other")));

    [Fact]
    public Task A_link_is_closed_when_no_message_is_being_sent() => ComesAfterTheSend(() =>
    {
        _gate.Close(_link);
        _order.Enqueue("other");
    });

    [Fact]
    public void Nothing_is_sent_on_a_closed_link()
    {
        _gate.Close(_link);

        Assert.False(_gate.TrySend(_link, () => _order.Enqueue("sent")));
        Assert.Empty(_order);
    }

    [Fact]
    public void A_link_that_fails_is_told_as_gone_and_the_gate_is_free_again()
    {
        Assert.False(_gate.TrySend(_link, () => throw new AmqpException(ErrorCode.IllegalState, "dead")));
        Assert.True(_gate.TrySend(_link, () => { }));
    }

    private async Task ComesAfterTheSend(Action action)
    {
        using var sending = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var send = Task.Factory.StartNew(() => _gate.TrySend(_link, () =>
        {
            sending.Set();
            mayEnd.Wait(WireClient.Patience);
            _order.Enqueue("sent");
        }), TaskCreationOptions.LongRunning);
        sending.Wait(WireClient.Patience);

        var other = new Thread(() => action());
        other.Start();
        await Eventually.Holds(() => other.ThreadState == ThreadState.WaitSleepJoin || !other.IsAlive, "the other waits at the gate");
        mayEnd.Set();

        Assert.True(await send);
        other.Join(WireClient.Patience);
        Assert.Equal(["sent", "other"], _order);
    }
}
