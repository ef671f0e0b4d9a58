using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

public sealed class LatencyTests : IAsyncDisposable
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private readonly TestQueue q = new(on: options => options with { Latency = Latency });

    public ValueTask DisposeAsync() => q.DisposeAsync();

    [Fact]
    public async Task A_hundred_sends_at_once_are_answered_after_the_time_of_one()
    {
        await Open();
        var sending = Enumerable.Range(0, 100).Select(i => q.Sender.SendMessageAsync(new ServiceBusMessage($"{i}"))).ToList();
        await Eventually.HoldsAsync(() => q.Counts.Active == 101, "all have arrived");

        q.Time.Advance(Latency - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(sending, send => send.IsCompleted);
        q.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(sending).WaitAsync(WireClient.Patience);
    }

    [Fact]
    public async Task Receiving_settling_and_peeking_take_the_latency_too()
    {
        await Open();

        var receiving = q.Receive();
        await q.CountsBecome(new QueueCounts(0, 1, 0, 0, 0));
        await OnlyAfterTheLatency(receiving);
        var settling = q.Receiver.CompleteMessageAsync(await receiving);
        await q.CountsBecome(default);
        await OnlyAfterTheLatency(settling);
        var peeking = q.Receiver.PeekMessageAsync();
        Assert.False(peeking.IsCompleted);
        Assert.Null(await InTime(peeking));
    }

    [Fact]
    public async Task Messages_stay_in_order()
    {
        await using var receiver = q.Client.CreateReceiver(TestQueue.Name, new ServiceBusReceiverOptions { PrefetchCount = 100 });
        await Open();
        await InTime(q.Send([.. Enumerable.Range(1, 99).Select(i => $"{i}")]));

        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => $"{i}"),
            (await InTime(q.Receive(100, receiver))).Select(message => message.Body.ToString()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(501)]
    public void A_latency_out_of_range_is_refused_by_name(int milliseconds)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Broker.Start(new BrokerOptions { Latency = TimeSpan.FromMilliseconds(milliseconds) }));

        Assert.Contains("Latency", error.Message, StringComparison.Ordinal);
    }

    // The first operation authorises and opens its link. Each step takes the latency as well.
    private async Task Open()
    {
        await InTime(q.Send("0"));
        await InTime(q.Receiver.PeekMessageAsync(0));
        await InTime(q.Receiver.AbandonMessageAsync(await InTime(q.Receive())));
    }

    // Just before the latency has passed, the operation must still be open: completions run on other threads, but none is due yet.
    private async Task OnlyAfterTheLatency(Task operation)
    {
        q.Time.Advance(Latency - TimeSpan.FromMilliseconds(1));
        Assert.False(operation.IsCompleted);
        q.Time.Advance(TimeSpan.FromMilliseconds(1));
        await operation.WaitAsync(WireClient.Patience);
    }

    private async Task<T> InTime<T>(Task<T> operation)
    {
        await InTime((Task)operation);
        return await operation;
    }

    private Task InTime(Task operation) => Eventually.HoldsAsync(
        () =>
        {
            q.Time.Advance(Latency);
            return operation.IsCompleted;
        },
        "the operation is done");
}
