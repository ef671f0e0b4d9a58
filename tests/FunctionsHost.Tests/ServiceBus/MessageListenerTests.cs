using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Samples;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class MessageListenerTests : IAsyncDisposable
{
    private const string One = "\"cardinality\":\"One\",\"dataType\":\"String\"";

    private static readonly RpcFunctionMetadata Single = ListenerRig.Function(One);

    private ListenerRig rig = new(new QueueOptions("in") { MaxDeliveryCount = 3, LockDuration = TimeSpan.FromSeconds(10) });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task Every_message_is_answered_and_completed()
    {
        await rig.StartAsync(Single, Echo);
        await rig.SendAsync(Enumerable.Range(0, 500));
        await ListenerRig.UntilAsync(() => rig.In.Live == 0 && rig.Out.Live == 500);
        var results = await rig.TextsAsync("out");
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"echo {i}").Order(), results.Order());
        Assert.All(rig.Seen.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task No_more_messages_run_in_parallel_than_host_json_allows()
    {
        var together = new TaskCompletionSource();
        var (now, most) = (0, 0);
        var gate = new Lock();
        await rig.SendAsync(Enumerable.Range(0, 40));
        await rig.StartAsync(Single, async request =>
        {
            lock (gate)
                most = Math.Max(most, ++now);
            if (most == 4)
                together.TrySetResult();
            await together.Task;
            lock (gate)
                now--;
            return rig.Echo(request);
        }, new ServiceBusLimits { MaxConcurrentCalls = 4, PrefetchCount = 10 });
        await ListenerRig.UntilAsync(() => rig.In.Live == 0);
        Assert.Equal((4, 40), (most, rig.Seen.Count));
    }

    [Fact]
    public async Task The_lock_of_a_message_is_renewed_while_its_function_runs()
    {
        var oneLock = TimeSpan.FromSeconds(1);
        await UseAsync(new QueueOptions("in") { LockDuration = oneLock });
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await rig.StartAsync(Single, async request =>
        {
            rig.Texts(request);
            begun.TrySetResult();
            await finish.Task;
            return ScriptedWorker.Success(request);
        }, new ServiceBusLimits { MaxConcurrentCalls = 1 });
        await rig.SendAsync([1]);
        await begun.Task.WaitAsync(Stop);
        await using var other = rig.Receiver("in");
        Assert.Null(await other.ReceiveMessageAsync(3 * oneLock, Stop)); // If the lock were lost, this receiver would get the message.
        finish.SetResult();
        await ListenerRig.UntilAsync(() => rig.In is { Live: 0, DeadLettered: 0 });
        Assert.Equal(1, rig.Seen["1"]);
    }

    [Fact]
    public async Task A_lock_is_not_renewed_for_longer_than_host_json_allows()
    {
        await UseAsync(new QueueOptions("in") { LockDuration = TimeSpan.FromSeconds(1) });
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await rig.StartAsync(Single, async request =>
        {
            begun.TrySetResult();
            await finish.Task;
            return ScriptedWorker.Success(request);
        }, new ServiceBusLimits { MaxConcurrentCalls = 1, MaxAutoLockRenewalDuration = TimeSpan.Zero });
        await rig.SendAsync([1]);
        await begun.Task.WaitAsync(Stop);
        await using var other = rig.Receiver("in");
        var again = await other.ReceiveMessageAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal(2, again.DeliveryCount);
        finish.SetResult();
    }

    [Fact]
    public async Task A_failing_message_is_abandoned_alone_and_finally_dead_lettered()
    {
        await rig.StartAsync(Single, request => rig.Texts(request) is ["3"]
            ? throw new InvalidOperationException("cannot bear 3")
            : Task.FromResult(ScriptedWorker.Success(request)));
        await rig.SendAsync(Enumerable.Range(0, 10));
        await ListenerRig.UntilAsync(() => rig.In is { DeadLettered: 1, Live: 0 });
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i == 3 ? 3 : 1), Enumerable.Range(0, 10).Select(i => rig.Seen[$"{i}"]));
    }

    [Fact]
    public async Task A_sample_that_is_dead_lettered_says_so_without_waiting_longer()
    {
        await rig.StartAsync(Single, _ => throw new InvalidOperationException("never"));
        await using var client = new ServiceBusClient(rig.Broker.ConnectionString);
        var error = await Assert.ThrowsAsync<HostException>(() => new QueueSample(client, "in", "out").SendAsync(Stop));
        Assert.Contains("dead-lettered: Message could not be consumed after 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, One + ",\"autoCompleteMessages\":false")]
    [InlineData(false, One)]
    public async Task Without_auto_complete_the_host_does_not_complete_messages(bool inHostJson, string trigger)
    {
        var rig = await this.rig.StartAsync(ListenerRig.Function(trigger), Echo,
            new ServiceBusLimits { AutoCompleteMessages = inHostJson });
        await this.rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => rig.Shown.Contains("succeeded", StringComparison.Ordinal));
        await this.rig.StopListenerAsync();
        Assert.Equal(1, this.rig.In.Live);
    }

    [Fact]
    public async Task The_trace_of_a_message_continues_in_its_output()
    {
        await rig.StartAsync(Single, Echo);
        await rig.SendAsync(new ServiceBusMessage("traced")
        {
            ApplicationProperties = { ["Diagnostic-Id"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
        });
        await ListenerRig.UntilAsync(() => rig.Out.Live == 1);
        var trace = (string)Assert.Single(await rig.PeekAsync("out")).ApplicationProperties["Diagnostic-Id"];
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", ActivityContext.Parse(trace, null).TraceId.ToHexString());
        Assert.NotEqual("b7ad6b7169203331", ActivityContext.Parse(trace, null).SpanId.ToHexString());
    }

    [Fact]
    public async Task A_stopping_host_releases_messages_that_it_has_not_started()
    {
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await rig.SendAsync(Enumerable.Range(0, 20));
        await rig.StartAsync(Single, async request =>
        {
            begun.TrySetResult();
            await finish.Task;
            return rig.Echo(request);
        }, new ServiceBusLimits { MaxConcurrentCalls = 2, PrefetchCount = 20 });
        await begun.Task.WaitAsync(Stop);
        var stopping = rig.StopListenerAsync();
        finish.SetResult();
        await stopping;
        await ListenerRig.UntilAsync(() => rig.In.Locked == 0 && rig.In.Active + rig.Out.Live == 20);
        Assert.InRange(rig.Out.Live, 1, 2);
        // A cancelled receive may already have its message. Prefetched messages are released with an unchanged delivery count.
        Assert.InRange((await rig.PeekAsync("in")).Count(message => message.DeliveryCount > 0), 0, 2);
    }

    private Task<InvocationResponse> Echo(InvocationRequest request) => Task.FromResult(rig.Echo(request));

    private async Task UseAsync(QueueOptions input)
    {
        await rig.DisposeAsync();
        rig = new ListenerRig(input);
    }
}
