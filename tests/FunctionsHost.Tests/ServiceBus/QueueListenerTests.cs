using System.Collections.Concurrent;
using System.Text;
using Amqp;
using Amqp.Framing;
using FunctionsHost.Samples;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class QueueListenerTests : IAsyncDisposable
{
    private static readonly RpcFunctionMetadata Batch = Rig.Metadata(
        "Batch",
        """{"name":"messages","type":"serviceBusTrigger","direction":"In","queueName":"in","connection":"Bus","cardinality":"Many","dataType":"String"}""",
        """{"name":"$return","type":"serviceBus","direction":"Out","queueOrTopicName":"%Out%","connection":"Bus"}""");

    private static readonly RpcFunctionMetadata Single = Rig.Metadata(
        "Single", """{"name":"message","type":"serviceBusTrigger","direction":"In","queueName":"in","connection":"Bus","cardinality":"One"}""");

    private readonly ConcurrentDictionary<string, int> _seen = new();
    private readonly List<IAsyncDisposable> _started = [];
    private Broker _broker = Broker.Start(new BrokerOptions { Queues = [new QueueOptions("in"), new QueueOptions("out")] });

    public async ValueTask DisposeAsync()
    {
        for (var i = _started.Count - 1; i >= 0; i--)
            await _started[i].DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Every_message_is_answered_and_completed()
    {
        await StartAsync(Batch, (request, _) => Task.FromResult(Echo(request)));
        await SendAsync(Enumerable.Range(0, 500));
        await UntilAsync(() => _broker.Count("in").Live == 0 && _broker.Count("out").Live == 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"echo {i}").Order(), (await DrainAsync("out", 500)).Order());
    }

    [Fact]
    public async Task A_batch_is_as_large_as_host_json_allows()
    {
        var sizes = new ConcurrentBag<int>();
        await SendAsync(Enumerable.Range(0, 100));
        await StartAsync(Batch, (request, _) =>
        {
            sizes.Add(Texts(request).Count);
            return Task.FromResult(Echo(request));
        }, new ServiceBusLimits { MaxMessageBatchSize = 32, MinMessageBatchSize = 10, MaxBatchWaitTime = TimeSpan.FromMilliseconds(100) });
        await UntilAsync(() => _broker.Count("in").Live == 0);
        Assert.Equal(32, sizes.Max());
    }

    [Fact]
    public async Task Batches_of_one_function_run_one_at_a_time()
    {
        var (now, most) = (0, 0);
        await StartAsync(Batch, async (request, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5, CancellationToken.None);
            Interlocked.Decrement(ref now);
            return Echo(request);
        }, new ServiceBusLimits { MaxMessageBatchSize = 8, PrefetchCount = 8 });
        await SendAsync(Enumerable.Range(0, 100));
        await UntilAsync(() => _broker.Count("in").Live == 0);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_failed_batch_comes_back_and_in_the_end_is_dead_lettered()
    {
        await StartAsync(Batch, (request, _) => Texts(request).Contains("3")
            ? throw new InvalidOperationException("cannot bear 3")
            : Task.FromResult(Echo(request)), new ServiceBusLimits { MaxMessageBatchSize = 1 });
        await SendAsync(Enumerable.Range(0, 6));
        await UntilAsync(() => _broker.Count("in").DeadLettered == 1 && _broker.Count("in").Active == 0 && _broker.Count("out").Live == 5);
        Assert.Equal(10, _seen["3"]);
    }

    [Fact]
    public async Task A_sample_that_is_dead_lettered_says_so_without_waiting_longer()
    {
        await StartAsync(Batch, (request, _) => throw new InvalidOperationException("never"));
        await using var client = new BusClient(BusEndpoint.Parse(_broker.ConnectionString, "Bus"));
        var error = await Assert.ThrowsAsync<HostException>(() => new QueueSample(client, "in", "out").SendAsync(TestContext.Current.CancellationToken));
        Assert.Contains("dead-lettered: Message could not be consumed after 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_worker_dies_over_and_over()
    {
        ScriptedWorker? worker = null;
        var deaths = 0;
        var rig = await StartAsync(Batch, async (request, cancel) =>
        {
            if (Texts(request).Any(text => text is "40" or "90") && Interlocked.Increment(ref deaths) <= 3)
            {
                worker!.Kill();
                await Task.Delay(Timeout.Infinite, cancel);
            }

            return Echo(request);
        }, new ServiceBusLimits { MaxMessageBatchSize = 16, PrefetchCount = 16 }, onWorker: current => worker = current);
        await SendAsync(Enumerable.Range(0, 200));
        await UntilAsync(() => _broker.Count("in").Live == 0);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"echo {i}").Order(), (await DrainAsync("out", 200)).Distinct().Order());
        Assert.Contains("The worker is gone", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_cannot_be_sent_fails_the_invocation_and_the_input_comes_back()
    {
        await StartAsync(Batch, (request, _) => Task.FromResult(Echo(request)), settings: ("Out", "no-such-queue"));
        await SendAsync([1]);
        await UntilAsync(() => _seen.GetValueOrDefault("1") >= 2);
        _broker.Declare(new QueueOptions("no-such-queue"));
        await UntilAsync(() => _broker.Count("in").Live == 0 && _broker.Count("no-such-queue").Live == 1);
    }

    [Fact]
    public async Task A_cut_connection_is_opened_again()
    {
        await StartAsync(Batch, (request, _) => Task.FromResult(Echo(request)));
        await SendAsync([1]);
        await UntilAsync(() => _broker.Count("in").Live == 0);
        var port = _broker.Port;
        await _broker.DisposeAsync();
        _broker = Broker.Start(new BrokerOptions { Port = port, Queues = [new QueueOptions("in"), new QueueOptions("out")] });
        await SendAsync([2]);
        await UntilAsync(() => _broker.Count("in").Live == 0 && _broker.Count("out").Live == 1);
    }

    [Fact]
    public async Task What_waits_when_the_connection_is_cut_is_not_run_in_vain()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await SendAsync(Enumerable.Range(0, 10));
        await StartAsync(Batch, async (request, _) =>
        {
            var answer = Echo(request);
            begun.TrySetResult();
            await finish.Task;
            return answer;
        }, new ServiceBusLimits { MaxMessageBatchSize = 1, PrefetchCount = 20 });
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _broker.Count("in").Locked == 10); // One is run, nine wait in the host.
        var port = _broker.Port;
        await _broker.DisposeAsync();
        _broker = Broker.Start(new BrokerOptions { Port = port, Queues = [new QueueOptions("in"), new QueueOptions("out")] });
        finish.SetResult();
        await SendAsync([99]);
        await UntilAsync(() => _broker.Count("in").Live == 0 && _seen.ContainsKey("99"));
        Assert.Equal(["0", "99"], _seen.Keys.Order());
    }

    [Fact]
    public async Task Single_messages_run_side_by_side()
    {
        var together = new TaskCompletionSource();
        var running = 0;
        await StartAsync(Single, async (request, _) =>
        {
            _seen.AddOrUpdate(request.InputData[0].Data.String, 1, (_, n) => n + 1);
            if (Interlocked.Increment(ref running) == 4)
                together.SetResult();
            await together.Task;
            return ScriptedWorker.Success(request);
        }, new ServiceBusLimits { MaxConcurrentCalls = 4 });
        await SendAsync(Enumerable.Range(0, 4));
        await UntilAsync(() => _broker.Count("in").Live == 0);
        Assert.Equal(4, _seen.Count);
    }

    [Fact]
    public async Task The_lock_of_a_single_message_is_kept_while_its_function_runs()
    {
        await _broker.DisposeAsync();
        _broker = Broker.Start(new BrokerOptions { Queues = [new QueueOptions("in") { LockDuration = TimeSpan.FromSeconds(1) }] });
        await StartAsync(Single, async (request, _) =>
        {
            _seen.AddOrUpdate(request.InputData[0].Data.String, 1, (_, n) => n + 1);
            await Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None); // Three times the lock.
            return ScriptedWorker.Success(request);
        });
        await SendAsync([1]);
        await UntilAsync(() => _broker.Count("in").Live == 0);
        Assert.Equal(1, _seen["1"]);
    }

    [Fact]
    public async Task A_stopping_host_gives_back_what_it_has_not_begun()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        var rig = await StartAsync(Batch, async (request, _) =>
        {
            begun.TrySetResult();
            await finish.Task;
            return Echo(request);
        }, new ServiceBusLimits { MaxMessageBatchSize = 5, PrefetchCount = 20 });
        await SendAsync(Enumerable.Range(0, 20));
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        var listener = _started[^1];
        _started.Remove(listener);
        var stopping = listener.DisposeAsync().AsTask();
        finish.SetResult();
        await stopping;
        await UntilAsync(() => _broker.Count("in") is { Locked: 0 } count && count.Active + _broker.Count("out").Live == 20);
        Assert.InRange(_broker.Count("out").Live, 1, 5);
    }

    private async Task<Rig> StartAsync(
        RpcFunctionMetadata function, Func<InvocationRequest, CancellationToken, Task<InvocationResponse>> answer,
        ServiceBusLimits? limits = null, Action<ScriptedWorker>? onWorker = null, (string, string)? settings = null)
    {
        var values = Rig.Settings(("Bus", _broker.ConnectionString), settings ?? ("Out", "out"));
        var clients = new BusClients(values);
        _started.Add(clients);
        Rig? rig = null;
        rig = await Rig.StartAsync([function], async (request, cancel) =>
        {
            if (onWorker is not null)
                onWorker(await rig!.WorkerAsync());
            return await answer(request, cancel);
        }, new() { ["serviceBus"] = new QueueOutput(clients) }, values);
        _started.Add(rig);
        var listener = new QueueListener(rig.Functions[0], clients.For(rig.Functions[0].Trigger, rig.Functions[0]), rig.Invoker, limits ?? new ServiceBusLimits(), rig.Terminal);
        _started.Add(listener);
        listener.Start();
        return rig;
    }

    private List<string> Texts(InvocationRequest request)
    {
        List<string> texts = [.. request.InputData[0].Data.CollectionString.String];
        foreach (var text in texts)
            _seen.AddOrUpdate(text, 1, (_, before) => before + 1);
        return texts;
    }

    private InvocationResponse Echo(InvocationRequest request) => ScriptedWorker.Success(
        request, new TypedData { Json = System.Text.Json.JsonSerializer.Serialize(Texts(request).Select(text => $"echo {text}")) });

    private async Task SendAsync(IEnumerable<int> numbers)
    {
        await using var client = new BusClient(BusEndpoint.Parse(_broker.ConnectionString, "Bus"));
        var connection = await client.ConnectAsync("in", TestContext.Current.CancellationToken);
        var sender = new SenderLink(connection.Session, "test", "in");
        await Task.WhenAll(numbers.Select(i => sender.SendAsync(new Message { BodySection = new Data { Binary = Encoding.UTF8.GetBytes($"{i}") } })));
        await Task.Yield();
    }

    private async Task<List<string>> DrainAsync(string queue, int least)
    {
        await using var client = new BusClient(BusEndpoint.Parse(_broker.ConnectionString, "Bus"));
        var connection = await client.ConnectAsync(queue, TestContext.Current.CancellationToken);
        var source = new QueueSource(connection.Session, queue, 2000);
        var texts = new List<string>();
        while (texts.Count < least)
        {
            var messages = await source.TakeAsync(2000, least - texts.Count, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            texts.AddRange(messages.Select(message => message.Text));
            source.Complete(messages);
        }

        await source.CloseAsync();
        return texts;
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        while (!reached())
            await Task.Delay(10, late.Token);
    }
}
