using System.Globalization;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;
using FunctionsProtocol;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Feeds one Service Bus-triggered function with peek-locked messages: completes them when the function and its outputs have succeeded,
/// and abandons them otherwise. The derived class decides how many messages the function gets at a time.
/// </summary>
internal abstract class QueueListener(
    Function function, ServiceBusClient client, FunctionInvoker invoker, ServiceBusLimits limits, Terminal terminal) : IListener
{
    private static readonly TimeSpan FinishGrace = TimeSpan.FromSeconds(5);

    // The client retries several times itself before it reports a failure.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RepeatEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource cancelling = new();
    private readonly Lock gate = new();
    private (string Text, DateTime Time) lastProblem = ("", DateTime.MinValue);
    private Task running = Task.CompletedTask;

    /// <summary>The address of what the trigger listens to: a queue, or a subscription of a topic.</summary>
    protected string Entity { get; } = function.Trigger.Text("queueName")
        ?? $"{function.Trigger.Text("topicName")}/Subscriptions/{function.Trigger.Text("subscriptionName")}";

    /// <summary>Whether the host completes messages that succeeded; otherwise the function must do it.</summary>
    protected bool Completes { get; } = limits.AutoCompleteMessages
        && !"false".Equals(function.Trigger.Text("autoCompleteMessages"), StringComparison.OrdinalIgnoreCase);

    /// <summary>The listener that a function's cardinality asks for.</summary>
    /// <exception cref="HostException">The trigger's own batch size is not a number.</exception>
    public static QueueListener For(
        Function function, ServiceBusClient client, FunctionInvoker invoker, ServiceBusLimits limits, Terminal terminal) =>
        "many".Equals(function.Trigger.Text("cardinality"), StringComparison.OrdinalIgnoreCase)
            ? new BatchListener(function, client, invoker, limits with { MaxMessageBatchSize = BatchSize(function, limits) }, terminal)
            : new MessageListener(function, client, invoker, limits, terminal);

    public void Start() => running = RunAsync();

    /// <summary>
    /// Receives no more. Running invocations have a moment to finish and are then cancelled. Unfinished messages are abandoned.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        cancelling.CancelAfter(FinishGrace);
        await Task.WhenAny(EndAsync(), Task.Delay(FinishGrace + FinishGrace));
        await cancelling.CancelAsync();
    }

    /// <summary>
    /// Receives and invokes until <paramref name="end"/>. A receive that is cancelled just as messages arrive loses them until their locks
    /// expire, so none is started once <paramref name="worker"/> has ended.
    /// </summary>
    protected abstract Task ServeAsync(Task worker, CancellationToken end);

    /// <summary>Returns messages that were received but not started.</summary>
    protected abstract Task CloseAsync();

    /// <summary>Runs the function to its end, outputs included. If this throws, the failure is in the log.</summary>
    protected async Task InvokeAsync(bool isBatch, IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        using var activity = isBatch ? null : MessageInvocation.StartActivity(messages[0]);
        var request = Build(isBatch, messages);
        await invoker.InvokeAsync(function, request, BindingData.ForPaths(request.TriggerMetadata), cancelling.Token);
    }

    /// <summary>Logs problems with the namespace; a repeated one only every five seconds.</summary>
    protected void LogProblem(Exception exception)
    {
        var text = Terminal.FirstLine(exception).TrimEnd('.');
        lock (gate)
        {
            if (lastProblem.Text == text && DateTime.UtcNow - lastProblem.Time < RepeatEvery)
                return;
            lastProblem = (text, DateTime.UtcNow);
        }

        terminal.Warn("service bus", $"{Entity} on {client.FullyQualifiedNamespace}: {text}. Trying again.");
    }

    // Without a worker, a received message would only use up one of its deliveries.
    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var worker = await invoker.ReadyAsync(stopping.Token);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            try
            {
                var serving = ServeAsync(worker, end.Token);
                await Task.WhenAny(worker, serving);
                await end.CancelAsync();
                await serving;
                if (!stopping.IsCancellationRequested)
                    terminal.Info("service bus", $"{Entity} waits for a worker.");
            }
            catch (Exception exception)
            {
                LogProblem(exception);
                await Task.Delay(Pause, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task EndAsync()
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync();
    }

    private static int BatchSize(Function function, ServiceBusLimits limits) => function.Trigger.Text("maxMessageBatchSize") switch
    {
        null => limits.MaxMessageBatchSize,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 => size,
        var text => throw new HostException(
            $"Function {function}: MaxMessageBatchSize of its trigger is {text}; it must be a whole number from 1."),
    };

    private InvocationRequest Build(bool isBatch, IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        try
        {
            return MessageInvocation.Build(function.Trigger, isBatch, messages, client.FullyQualifiedNamespace);
        }
        catch (NotSupportedException unreadable)
        {
            terminal.Error(function.Name, $"failed before it ran: {unreadable.Message}");
            throw;
        }
    }
}
