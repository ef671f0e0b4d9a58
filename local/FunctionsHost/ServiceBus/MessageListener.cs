using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Gives a function one message at a time, with as many concurrent invocations as host.json allows. The client's processor renews the
/// locks and settles each message itself.
/// </summary>
internal sealed class MessageListener : QueueListener
{
    private readonly ServiceBusProcessor processor;
    private Task worker = Task.CompletedTask;

    public MessageListener(Function function, ServiceBusClient client, FunctionInvoker invoker, ServiceBusLimits limits, Terminal terminal)
        : base(function, client, invoker, limits, terminal)
    {
        processor = client.CreateProcessor(Entity, new ServiceBusProcessorOptions
        {
            AutoCompleteMessages = Completes,
            MaxConcurrentCalls = limits.MaxConcurrentCalls,
            PrefetchCount = limits.PrefetchCount,
            MaxAutoLockRenewalDuration = limits.MaxAutoLockRenewalDuration,
        });
        processor.ProcessMessageAsync += ProcessAsync;
        processor.ProcessErrorAsync += LogProblemAsync;
    }

    protected override async Task ServeAsync(Task worker, CancellationToken end)
    {
        this.worker = worker;
        await processor.StartProcessingAsync(CancellationToken.None);
        await Task.Delay(Timeout.Infinite, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await processor.StopProcessingAsync(CancellationToken.None);
    }

    protected override Task CloseAsync() => processor.CloseAsync();

    private async Task ProcessAsync(ProcessMessageEventArgs args)
    {
        try
        {
            await InvokeAsync(isBatch: false, [args.Message]);
        }
        catch (Exception) when (worker.IsCompleted)
        {
            // If abandoned now, it would be received at once.
            await Task.Delay(Timeout.Infinite, args.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    // The function's failure is already in the log.
    private Task LogProblemAsync(ProcessErrorEventArgs error)
    {
        if (error.ErrorSource != ServiceBusErrorSource.ProcessMessageCallback)
            LogProblem(error.Exception);
        return Task.CompletedTask;
    }
}
