using System.Collections.Concurrent;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class BatchListenerTests : IAsyncDisposable
{
    private const string Many = "\"cardinality\":\"Many\",\"dataType\":\"String\"";

    private static readonly RpcFunctionMetadata Batch = ListenerRig.Function(Many);

    private readonly ListenerRig rig = new(new QueueOptions("in") { MaxDeliveryCount = 3, LockDuration = TimeSpan.FromSeconds(10) });

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task Every_message_is_answered_and_completed()
    {
        await rig.StartAsync(Batch, Echo);
        await rig.SendAsync(Enumerable.Range(0, 500));
        await ListenerRig.UntilAsync(() => rig.In.Live == 0 && rig.Out.Live == 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"echo {i}"), await rig.TextsAsync("out"));
    }

    [Theory]
    [InlineData(Many, 32)]
    [InlineData(Many + ",\"maxMessageBatchSize\":8", 8)]
    public async Task A_batch_is_as_large_as_host_json_allows_or_the_trigger_itself(string trigger, int size)
    {
        var sizes = new ConcurrentQueue<int>();
        await rig.SendAsync(Enumerable.Range(0, 100));
        await StartCountingAsync(sizes, new ServiceBusLimits { MaxMessageBatchSize = 32 }, trigger);
        await ListenerRig.UntilAsync(() => rig.In.Live == 0);
        Assert.Equal(size, sizes.Max());
    }

    [Fact]
    public async Task A_batch_size_that_is_not_a_number_is_named_in_the_error()
    {
        var function = ListenerRig.Function(Many + ",\"maxMessageBatchSize\":\"all\"");
        var error = await Assert.ThrowsAsync<HostException>(() => rig.StartAsync(function, Echo));
        Assert.Contains("F: MaxMessageBatchSize of its trigger is all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_waits_for_its_minimum_size()
    {
        var sizes = new ConcurrentQueue<int>();
        await StartCountingAsync(sizes, new ServiceBusLimits { MinMessageBatchSize = 3, MaxBatchWaitTime = TimeSpan.FromMinutes(2) });
        await rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => rig.In.Locked == 1);
        await rig.SendAsync([2]);
        await ListenerRig.UntilAsync(() => rig.In.Locked == 2);
        await rig.SendAsync([3]);
        await ListenerRig.UntilAsync(() => rig.In.Live == 0);
        Assert.Equal([3], sizes);
    }

    [Fact]
    public async Task A_batch_does_not_wait_forever_for_its_minimum_size()
    {
        var sizes = new ConcurrentQueue<int>();
        var limits = new ServiceBusLimits { MinMessageBatchSize = 3, MaxBatchWaitTime = TimeSpan.FromMilliseconds(100) };
        await StartCountingAsync(sizes, limits);
        await rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => rig.In.Live == 0);
        Assert.Equal([1], sizes);
    }

    [Fact]
    public async Task Batches_of_one_function_run_one_at_a_time()
    {
        var (counting, first) = (new Lock(), new TaskCompletionSource());
        var (now, most) = (0, 0);
        await rig.StartAsync(Batch, async request =>
        {
            lock (counting)
                most = Math.Max(most, ++now);
            await first.Task;
            await rig.PeekAsync("out"); // Takes longer than to begin with a batch that the listener has.
            lock (counting)
                now--;
            return rig.Echo(request);
        }, new ServiceBusLimits { MaxMessageBatchSize = 8, PrefetchCount = 100, MaxConcurrentCalls = 16 });
        await rig.SendAsync(Enumerable.Range(0, 100));
        await ListenerRig.UntilAsync(() => rig.In.Active == 0); // The listener has them all, and its first batch is not over.
        first.SetResult();
        await ListenerRig.UntilAsync(() => rig.In.Live == 0);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_failure_abandons_the_whole_batch_until_all_of_it_is_dead_lettered()
    {
        await rig.SendAsync(Enumerable.Range(0, 6));
        await rig.StartAsync(Batch, request => rig.Texts(request).Contains("3")
            ? throw new InvalidOperationException("cannot bear 3")
            : Task.FromResult(ScriptedWorker.Success(request)));
        await ListenerRig.UntilAsync(() => rig.In is { DeadLettered: 6, Live: 0 });
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(3, rig.Seen[$"{i}"]));
    }

    [Fact]
    public async Task A_body_that_cannot_be_converted_fails_before_the_function_runs()
    {
        var odd = new ServiceBusMessage();
        odd.GetRawAmqpMessage().Body = AmqpMessageBody.FromValue(42);
        await this.rig.SendAsync(odd);
        var rig = await this.rig.StartAsync(Batch, Echo);
        await ListenerRig.UntilAsync(() => this.rig.In is { DeadLettered: 1, Live: 0 });
        Assert.Empty(this.rig.Seen);
        Assert.Contains("failed before it ran", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_host_releases_messages_that_it_has_not_started()
    {
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await rig.SendAsync(Enumerable.Range(0, 20));
        await rig.StartAsync(Batch, async request =>
        {
            begun.TrySetResult();
            await finish.Task;
            return rig.Echo(request);
        }, new ServiceBusLimits { MaxMessageBatchSize = 5, PrefetchCount = 20 });
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        var stopping = rig.StopListenerAsync();
        finish.SetResult();
        await stopping;
        await ListenerRig.UntilAsync(() => rig.In.Locked == 0 && rig.In.Active + rig.Out.Live == 20);
        Assert.InRange(rig.Out.Live, 1, 5);
    }

    private Task<Rig> StartCountingAsync(ConcurrentQueue<int> sizes, ServiceBusLimits limits, string trigger = Many) =>
        rig.StartAsync(ListenerRig.Function(trigger), request =>
        {
            sizes.Enqueue(rig.Texts(request).Count);
            return Task.FromResult(ScriptedWorker.Success(request));
        }, limits);

    private Task<InvocationResponse> Echo(InvocationRequest request) => Task.FromResult(rig.Echo(request));
}
