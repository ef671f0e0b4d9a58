using ServiceBusBroker.Links;
using ServiceBusBroker.Queues;
using ServiceBusBroker.Tests.Queues;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests;

public sealed class DispatcherTests
{
    private readonly QueueUnderTest q = new();
    private readonly Dispatcher dispatcher;

    public DispatcherTests() => dispatcher = new Dispatcher(q.Queue);

    [Fact]
    public async Task Receivers_take_turns()
    {
        var receivers = new[] { Add(), Add(), Add() };
        foreach (var receiver in receivers)
            dispatcher.OnFlow(receiver, received: 0, credit: 10, drain: false);
        for (var i = 0; i < 9; i++)
            q.Send($"{i}");

        await Idle(() => receivers.Sum(receiver => receiver.Events.Count) == 9);

        Assert.All(receivers, receiver => Assert.Equal(3, receiver.Events.Count));
    }

    [Fact]
    public async Task A_disconnected_receiver_is_skipped_and_its_message_goes_to_another_uncounted()
    {
        var dead = Add();
        var alive = Add();
        dead.IsGone = true;
        dispatcher.OnFlow(dead, received: 0, credit: 10, drain: false);
        dispatcher.OnFlow(alive, received: 0, credit: 10, drain: false);
        for (var i = 0; i < 3; i++)
            q.Send($"{i}");

        await Idle(() => alive.Events.Count == 3);

        Assert.Equal(1, dispatcher.Receivers);
        Assert.Equal(["0 (0)", "1 (0)", "2 (0)"], alive.Events.Order());
    }

    [Fact]
    public async Task Available_messages_are_sent_before_the_drained_answer()
    {
        q.Send("0");
        q.Send("1");
        var receiver = Add();
        dispatcher.OnFlow(receiver, received: 0, credit: 10, drain: true);

        await Idle(() => receiver.Events.Count == 3);

        Assert.Equal(["0 (0)", "1 (0)", "drained"], receiver.Events);
    }

    [Fact]
    public async Task After_a_drain_nothing_is_sent_until_there_is_new_credit()
    {
        var receiver = Add();
        dispatcher.OnFlow(receiver, received: 0, credit: 10, drain: true);
        await Idle(() => receiver.Events.Count == 1);
        q.Send("0");
        dispatcher.OnFlow(receiver, received: 0, credit: 0, drain: true);
        await Idle(() => receiver.Events.Count == 2);
        Assert.Equal(["drained", "drained"], receiver.Events);

        dispatcher.OnFlow(receiver, received: 0, credit: 1, drain: false);
        await Idle(() => receiver.Events.Count == 3);
        Assert.Equal("0 (0)", receiver.Events[2]);
    }

    [Fact]
    public async Task A_drain_ends_when_the_credit_is_used_up_even_if_the_queue_has_more()
    {
        using var mayGoOn = new ManualResetEventSlim();
        var other = Add();
        var receiver = Add();
        var activeWhenDrained = 0;
        other.BeforeSend = () => mayGoOn.Wait(WireClient.Patience);
        receiver.BeforeDrained = () => activeWhenDrained = q.Queue.Count().Active;
        for (var i = 0; i < 4; i++)
            q.Send($"{i}");

        dispatcher.OnFlow(other, received: 0, credit: 10, drain: false);
        await Idle(() => q.Queue.Count().Locked == 1);
        dispatcher.OnFlow(receiver, received: 0, credit: 1, drain: true);
        mayGoOn.Set();

        await Idle(() => other.Events.Count == 3);
        Assert.Equal(["1 (0)", "drained"], receiver.Events);
        Assert.Equal(2, activeWhenDrained);
    }

    [Fact]
    public async Task Receiving_without_locks_removes_the_messages()
    {
        var receiver = Add(peekLock: false);
        q.Send("0");
        dispatcher.OnFlow(receiver, received: 0, credit: 1, drain: false);

        await Idle(() => q.Queue.Count() == default);
        Assert.Equal(["0 (0)"], receiver.Events);
    }

    private FakeReceiver Add(bool peekLock = true)
    {
        var receiver = new FakeReceiver(peekLock);
        dispatcher.Add(receiver);
        return receiver;
    }

    // The dispatcher works on its own thread. The result is checked once the awaited state is reached.
    private static Task Idle(Func<bool> condition) => Eventually.HoldsAsync(condition, "the dispatcher has done its work");

    private sealed class FakeReceiver(bool peekLock) : IReceiver
    {
        private readonly List<string> events = [];

        public bool IsGone { get; set; }

        public Action? BeforeSend { get; set; }

        public Action? BeforeDrained { get; set; }

        public IReadOnlyList<string> Events
        {
            get
            {
                lock (events)
                    return [.. events];
            }
        }

        public LinkCredit Credit { get; } = new();

        public bool WantsDrain { get; set; }

        public bool PeekLock => peekLock;

        public DelayLine Line { get; } = new(TimeProvider.System, TimeSpan.Zero);

        public bool TrySend(Delivery delivery)
        {
            if (IsGone)
                return false;
            BeforeSend?.Invoke();
            Note($"{delivery.Body} ({delivery.Header.DeliveryCount})");
            return true;
        }

        public void ReportDrained()
        {
            BeforeDrained?.Invoke();
            Note("drained");
        }

        private void Note(string what)
        {
            lock (events)
                events.Add(what);
        }
    }
}
