using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Feeds one Service Bus-triggered function: receives with peek-lock, invokes, completes on success and abandons on failure.
/// A batch function runs one invocation at a time, one that takes single messages as many as host.json says. When the
/// connection is cut, it connects again, waiting longer each time.
/// </summary>
internal sealed class QueueListener(Function function, BusClient bus, FunctionInvoker invoker, ServiceBusLimits limits, Terminal terminal) : IListener
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FinishGrace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelling = new();
    private readonly string _entity = Entity(function.Trigger);
    private readonly bool _isBatch = "many".Equals(function.Trigger.Text("cardinality"), StringComparison.OrdinalIgnoreCase);
    private readonly bool _completes = limits.AutoCompleteMessages && !"false".Equals(function.Trigger.Text("autoCompleteMessages"), StringComparison.OrdinalIgnoreCase);
    private Task _running = Task.CompletedTask;

    private int Invocations => _isBatch ? 1 : limits.MaxConcurrentCalls;

    private int BatchSize => _isBatch ? limits.MaxMessageBatchSize : 1;

    public void Start() => _running = RunAsync();

    /// <summary>Takes no more; what runs may finish for a moment, then it is told to stop. Unfinished messages go back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _cancelling.CancelAfter(FinishGrace);
        await Task.WhenAny(_running, Task.Delay(FinishGrace + FinishGrace));
        await _cancelling.CancelAsync();
    }

    /// <summary>The address of what a trigger listens to: a queue, or a subscription of a topic.</summary>
    public static string Entity(Binding trigger) => trigger.Text("queueName")
        ?? $"{trigger.Text("topicName")}/Subscriptions/{trigger.Text("subscriptionName")}";

    private async Task RunAsync()
    {
        for (var wait = FirstWait; !_stopping.IsCancellationRequested;)
        {
            try
            {
                var connection = await bus.ConnectAsync(_entity, _stopping.Token);
                var source = new QueueSource(connection.Session, _entity, Invocations * BatchSize + limits.PrefetchCount);
                try
                {
                    var locks = _isBatch ? null : new LockRenewal(connection.Session, _entity);
                    await Task.WhenAll(Enumerable.Range(0, Invocations).Select(_ => PumpAsync(source, locks, () => wait = FirstWait)));
                }
                finally
                {
                    await source.CloseAsync();
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is not HostException)
            {
                terminal.Warn("service bus", $"{_entity} on {bus.Endpoint.Host}:{bus.Endpoint.Port}: {broken.Message.TrimEnd('.')}. Trying again in {wait.TotalSeconds:0.0} s.");
                await Task.Delay(wait, _stopping.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    private async Task PumpAsync(QueueSource source, LockRenewal? locks, Action onReceived)
    {
        while (!_stopping.IsCancellationRequested)
        {
            // Without a worker every message taken would only use up one of its deliveries.
            await invoker.ReadyAsync(_stopping.Token);
            var messages = await source.TakeAsync(BatchSize, limits.MinMessageBatchSize, limits.MaxBatchWaitTime, _stopping.Token);
            onReceived();
            var late = messages.Where(message => message.LockedUntil <= DateTime.UtcNow).ToList();
            if (late.Count > 0)
            {
                source.Release(late); // Their locks ran out while they waited here: somebody else may have them already.
                messages = [.. messages.Except(late)];
            }

            if (messages.Count > 0)
                await InvokeAsync(source, locks, messages);
        }
    }

    private async Task InvokeAsync(QueueSource source, LockRenewal? locks, List<ReceivedMessage> messages)
    {
        using var done = new CancellationTokenSource();
        _ = locks?.KeepAsync(messages[0], done.Token);
        try
        {
            var request = MessageInvocation.Build(function.Trigger, _isBatch, messages, bus.Endpoint.Host);
            await invoker.InvokeAsync(function, request, BindingData.ForPaths(request.TriggerMetadata), _cancelling.Token);
        }
        catch (Exception)
        {
            source.Abandon(messages); // Why is in the log already.
            return;
        }
        finally
        {
            await done.CancelAsync();
        }

        if (_completes)
            source.Complete(messages);
        else
            source.Forget(messages);
    }
}
