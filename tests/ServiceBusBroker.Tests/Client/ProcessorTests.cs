using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Client;

public sealed class ProcessorTests : IAsyncDisposable
{
    private readonly TestQueue q = new();
    private readonly ConcurrentDictionary<string, int> seen = [];

    public ValueTask DisposeAsync() => q.DisposeAsync();

    [Fact]
    public async Task A_processor_works_in_parallel_and_retries_failures()
    {
        using var all = new Barrier(8);
        await using var processor = Process(new ServiceBusProcessorOptions { MaxConcurrentCalls = 8, PrefetchCount = 32 }, async message =>
        {
            var body = message.Body.ToString();
            if (int.Parse(body) < 8 && message.DeliveryCount == 1)
                await Task.Run(() => Assert.True(all.SignalAndWait(WireClient.Patience))); // Continues when eight are here at once.
            if (body == "100" && message.DeliveryCount < 3)
                throw new InvalidOperationException("not yet");
        });
        await q.Send([.. Enumerable.Range(0, 200).Select(i => $"{i}")]);

        await processor.StartProcessingAsync();
        await q.CountsBecome(default);
        await processor.StopProcessingAsync();

        Assert.Equal(200, seen.Count);
        Assert.Equal(3, seen["100"]);
        Assert.Equal(202, seen.Values.Sum());
    }

    [Fact]
    public async Task A_stopped_processor_can_be_started_again()
    {
        await using var processor = Process(new ServiceBusProcessorOptions(), _ => Task.CompletedTask);
        foreach (var body in new[] { "a", "b" })
        {
            await processor.StartProcessingAsync();
            await q.Send(body);
            await q.CountsBecome(default);
            await processor.StopProcessingAsync();
        }

        Assert.Equal(["a", "b"], seen.Keys.Order());
    }

    [Fact]
    public async Task A_processor_keeps_a_lock_while_its_handler_works()
    {
        await using var q = new TestQueue(
            options => options with { LockDuration = TimeSpan.FromSeconds(1) },
            options => options with { TimeProvider = TimeProvider.System });
        await using var processor = q.Client.CreateProcessor(TestQueue.Name);
        var deliveries = 0;
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        processor.ProcessMessageAsync += async arguments =>
        {
            Interlocked.Increment(ref deliveries);
            var first = arguments.Message.LockedUntil;
            await Eventually.HoldsAsync(() => arguments.Message.LockedUntil > first.AddSeconds(1),
                "the lock was renewed past its first end");
        };
        await q.Send("long");

        await processor.StartProcessingAsync();
        await q.CountsBecome(default);

        Assert.Equal(1, deliveries);
    }

    [Fact]
    public async Task A_processor_continues_after_its_connection_is_cut()
    {
        using var proxy = new CutProxy(q.Broker.Port);
        var address = q.Broker.ConnectionString.Replace($":{q.Broker.Port}", $":{proxy.Port}", StringComparison.Ordinal);
        await using var client = new ServiceBusClient(
            address, new ServiceBusClientOptions { RetryOptions = { Delay = TimeSpan.FromMilliseconds(50) } });
        await using var sender = client.CreateSender(TestQueue.Name);
        await using var processor = client.CreateProcessor(TestQueue.Name);
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        processor.ProcessMessageAsync += arguments => Note(arguments.Message);
        await processor.StartProcessingAsync();

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 20; i++)
                await sender.SendMessageAsync(new ServiceBusMessage($"{round}-{i}"));
            proxy.Cut();
        }

        await Eventually.HoldsAsync(
            () =>
            {
                q.Time.Advance(TimeSpan.FromSeconds(1)); // Messages that were cut off are redelivered when their locks expire.
                return seen.Count == 60 && q.Counts == default;
            },
            "all are processed");
    }

    private ServiceBusProcessor Process(ServiceBusProcessorOptions options, Func<ServiceBusReceivedMessage, Task> handle)
    {
        options.MaxAutoLockRenewalDuration = TimeSpan.Zero; // The client does not use the test's clock.
        var processor = q.Client.CreateProcessor(TestQueue.Name, options);
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        processor.ProcessMessageAsync += async arguments =>
        {
            await Note(arguments.Message);
            await handle(arguments.Message);
        };
        return processor;
    }

    private Task Note(ServiceBusReceivedMessage message)
    {
        seen.AddOrUpdate(message.Body.ToString(), 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }
}
