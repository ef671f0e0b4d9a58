using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

/// <summary>What happens to messages while the broker or the worker is unavailable.</summary>
public sealed class AbsenceTests : IAsyncDisposable
{
    private const string One = "\"cardinality\":\"One\",\"dataType\":\"String\"";
    private const string Many = "\"cardinality\":\"Many\",\"dataType\":\"String\"";

    private ListenerRig rig = new(new QueueOptions("in") { MaxDeliveryCount = 1 });

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task The_host_reconnects_to_a_broker_and_reports_its_absence(string trigger)
    {
        var rig = await this.rig.StartAsync(ListenerRig.Function(trigger), request => Task.FromResult(this.rig.Echo(request)));
        await this.rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => this.rig.In.Live == 0);
        await this.rig.StopBrokerAsync();
        await ListenerRig.UntilAsync(() => rig.Shown.Contains("Trying again", StringComparison.Ordinal));
        await this.rig.RestartBrokerAsync();
        await this.rig.SendAsync([2]);
        await ListenerRig.UntilAsync(() => this.rig.In.Live == 0 && this.rig.Out.Live == 1);
        Assert.Contains("in on 127.0.0.1: ", rig.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task Messages_prefetched_before_a_cut_are_not_run(string trigger)
    {
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await rig.SendAsync(Enumerable.Range(0, 10));
        await rig.StartAsync(ListenerRig.Function(trigger), async request =>
        {
            var answer = rig.Echo(request);
            begun.TrySetResult();
            await finish.Task;
            return answer;
        }, new ServiceBusLimits { MaxConcurrentCalls = 1, MaxMessageBatchSize = 1, PrefetchCount = 20 });
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await ListenerRig.UntilAsync(() => rig.In.Locked == 10); // One is running, nine wait in the host.
        await rig.RestartBrokerAsync();
        finish.SetResult();
        await rig.SendAsync([99]);
        await ListenerRig.UntilAsync(() => rig.In.Live == 0 && rig.Seen.ContainsKey("99"));
        Assert.Equal(["0", "99"], rig.Seen.Keys.Order());
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task No_delivery_is_used_up_while_there_is_no_worker(string trigger)
    {
        var rig = await this.rig.StartAsync(ListenerRig.Function(trigger), request => Task.FromResult(this.rig.Echo(request)));
        var mayStart = rig.HoldWorkers();
        (await rig.WorkerAsync()).Kill();
        await ListenerRig.UntilAsync(() => rig.Shown.Contains("in waits for a worker", StringComparison.Ordinal));
        await this.rig.SendAsync(Enumerable.Range(0, 5)); // Each message has a single delivery.
        mayStart.SetResult();
        await ListenerRig.UntilAsync(() => this.rig.In.Live == 0);
        Assert.Equal((5, 5, 0), (this.rig.Seen.Count, this.rig.Out.Live, this.rig.In.DeadLettered));
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task A_worker_that_dies_uses_up_one_delivery_of_the_messages_it_was_running(string trigger)
    {
        await this.rig.DisposeAsync();
        this.rig = new ListenerRig(new QueueOptions("in") { MaxDeliveryCount = 3 });
        var deaths = 0;
        Rig? rig = null;
        rig = await this.rig.StartAsync(ListenerRig.Function(trigger), async request =>
        {
            if (this.rig.Texts(request).Any(text => text is "40" or "90") && Interlocked.Increment(ref deaths) <= 2)
                (await rig!.WorkerAsync()).Kill();
            return this.rig.Echo(request);
        }, new ServiceBusLimits { MaxMessageBatchSize = 16, MaxConcurrentCalls = 16, PrefetchCount = 16 });
        await this.rig.SendAsync(Enumerable.Range(0, 200));
        await ListenerRig.UntilAsync(() => this.rig.In.Live == 0);
        Assert.Equal(0, this.rig.In.DeadLettered);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"echo {i}").Order(), (await this.rig.TextsAsync("out")).Distinct().Order());
        Assert.Contains("The worker is gone", rig.Shown, StringComparison.Ordinal);
    }
}
