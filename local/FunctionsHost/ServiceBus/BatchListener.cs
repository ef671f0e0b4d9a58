using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Gives a function batches of messages, one batch at a time. As on Azure, their locks are not renewed, and one failure abandons the
/// whole batch.
/// </summary>
internal sealed class BatchListener : QueueListener
{
    private readonly ServiceBusLimits limits;
    private readonly ServiceBusReceiver receiver;

    public BatchListener(Function function, ServiceBusClient client, FunctionInvoker invoker, ServiceBusLimits limits, Terminal terminal)
        : base(function, client, invoker, limits, terminal)
    {
        this.limits = limits;
        receiver = client.CreateReceiver(Entity, new ServiceBusReceiverOptions { PrefetchCount = limits.PrefetchCount });
    }

    protected override async Task ServeAsync(Task worker, CancellationToken end)
    {
        while (!worker.IsCompleted && !end.IsCancellationRequested)
            if (await ReceiveAsync(end) is { Count: > 0 } batch)
                await SettleAsync(batch, await HasSucceededAsync(batch));
    }

    protected override Task CloseAsync() => receiver.CloseAsync();

    /// <summary>
    /// The waiting messages, or the first to arrive; if these are fewer than the minimum, also those that arrive while a batch may wait.
    /// </summary>
    private async Task<List<ServiceBusReceivedMessage>> ReceiveAsync(CancellationToken end)
    {
        var batch = new List<ServiceBusReceivedMessage>();
        try
        {
            batch.AddRange(await receiver.ReceiveMessagesAsync(limits.MaxMessageBatchSize, maxWaitTime: null, end));
            var began = Stopwatch.GetTimestamp();
            while (batch.Count > 0 && batch.Count < limits.MinMessageBatchSize
                && limits.MaxBatchWaitTime - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } left)
                batch.AddRange(await receiver.ReceiveMessagesAsync(limits.MaxMessageBatchSize - batch.Count, left, end));
        }
        catch (OperationCanceledException)
        {
            // The wait ends here; the received messages are still a batch.
        }

        return batch;
    }

    private async Task<bool> HasSucceededAsync(List<ServiceBusReceivedMessage> batch)
    {
        try
        {
            await InvokeAsync(isBatch: true, batch);
            return true;
        }
        catch (Exception)
        {
            return false; // The reason is already in the log.
        }
    }

    private async Task SettleAsync(List<ServiceBusReceivedMessage> batch, bool succeeded)
    {
        if (!succeeded)
            await Task.WhenAll(batch.Select(message => receiver.AbandonMessageAsync(message)));
        else if (Completes)
            await Task.WhenAll(batch.Select(message => receiver.CompleteMessageAsync(message)));
    }
}
