using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

/// <summary>What becomes of messages while the broker or the worker is away.</summary>
public sealed class AbsenceTests : IAsyncDisposable
{
    private const string One = "\"cardinality\":\"One\",\"dataType\":\"String\"";
    private const string Many = "\"cardinality\":\"Many\",\"dataType\":\"String\"";

    private ListenerRig _rig = new(new QueueOptions("in") { MaxDeliveryCount = 1 });

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task A_broker_that_comes_back_is_connected_to_again_and_its_absence_is_told(string trigger)
    {
        var rig = await _rig.StartAsync(ListenerRig.Function(trigger), request => Task.FromResult(_rig.Echo(request)));
        await _rig.SendAsync([1]);
        await ListenerRig.UntilAsync(() => _rig.In.Live == 0);
        await _rig.StopBrokerAsync();
        await ListenerRig.UntilAsync(() => rig.Shown.Contains("Trying again", StringComparison.Ordinal));
        await _rig.RestartBrokerAsync();
        await _rig.SendAsync([2]);
        await ListenerRig.UntilAsync(() => _rig.In.Live == 0 && _rig.Out.Live == 1);
        Assert.Contains("in on 127.0.0.1: ", rig.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task What_waits_when_the_connection_is_cut_is_not_run_in_vain(string trigger)
    {
        var (begun, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await _rig.SendAsync(Enumerable.Range(0, 10));
        await _rig.StartAsync(ListenerRig.Function(trigger), async request =>
        {
            var answer = _rig.Echo(request);
            begun.TrySetResult();
            await finish.Task;
            return answer;
        }, new ServiceBusLimits { MaxConcurrentCalls = 1, MaxMessageBatchSize = 1, PrefetchCount = 20 });
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await ListenerRig.UntilAsync(() => _rig.In.Locked == 10); // One is run, nine wait in the host.
        await _rig.RestartBrokerAsync();
        finish.SetResult();
        await _rig.SendAsync([99]);
        await ListenerRig.UntilAsync(() => _rig.In.Live == 0 && _rig.Seen.ContainsKey("99"));
        Assert.Equal(["0", "99"], _rig.Seen.Keys.Order());
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task Without_a_worker_no_delivery_is_used_up(string trigger)
    {
        var rig = await _rig.StartAsync(ListenerRig.Function(trigger), request => Task.FromResult(_rig.Echo(request)));
        var mayStart = rig.HoldWorkers();
        (await rig.WorkerAsync()).Kill();
        await ListenerRig.UntilAsync(() => rig.Shown.Contains("in waits for a worker", StringComparison.Ordinal));
        await _rig.SendAsync(Enumerable.Range(0, 5)); // One delivery is all that each of them has.
        mayStart.SetResult();
        await ListenerRig.UntilAsync(() => _rig.In.Live == 0);
        Assert.Equal((5, 5, 0), (_rig.Seen.Count, _rig.Out.Live, _rig.In.DeadLettered));
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task A_worker_that_dies_costs_those_messages_one_delivery_that_it_had(string trigger)
    {
        await _rig.DisposeAsync();
        _rig = new ListenerRig(new QueueOptions("in") { MaxDeliveryCount = 3 });
        var deaths = 0;
        Rig? rig = null;
        rig = await _rig.StartAsync(ListenerRig.Function(trigger), async request =>
        {
            if (_rig.Texts(request).Any(text => text is "40" or "90") && Interlocked.Increment(ref deaths) <= 2)
                (await rig!.WorkerAsync()).Kill();
            return _rig.Echo(request);
        }, new ServiceBusLimits { MaxMessageBatchSize = 16, MaxConcurrentCalls = 16, PrefetchCount = 16 });
        await _rig.SendAsync(Enumerable.Range(0, 200));
        await ListenerRig.UntilAsync(() => _rig.In.Live == 0);
        Assert.Equal(0, _rig.In.DeadLettered);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"echo {i}").Order(), (await _rig.TextsAsync("out")).Distinct().Order());
        Assert.Contains("The worker is gone", rig.Shown, StringComparison.Ordinal);
    }
}
