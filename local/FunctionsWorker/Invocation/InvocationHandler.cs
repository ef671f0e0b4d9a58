using System.Collections.Concurrent;
using System.Reflection;
using FunctionsProtocol;
using Microsoft.Azure.Functions.Worker.Grpc;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Runs functions, each on the thread pool, and answers for each exactly once. Thread-safe.</summary>
internal sealed class InvocationHandler(FunctionIndex index, Outbox outbox, IServiceProvider services, BlobClients blobs)
{
    private readonly ConcurrentDictionary<string, Running> running = new();

    /// <summary>Starts an invocation and returns at once.</summary>
    public void Start(StreamingMessage message)
    {
        var request = message.InvocationRequest;
        var invocation = new Running();
        running[request.InvocationId] = invocation;
        invocation.Task = Task.Run(async () =>
        {
            var response = await InvokeAsync(request, invocation.Cancellation.Token);
            running.TryRemove(request.InvocationId, out _);
            invocation.Cancellation.Dispose();
            await outbox.SendAsync(new() { RequestId = message.RequestId, InvocationResponse = response });
        });
    }

    /// <summary>Asks a running invocation to stop; one that has ended is left alone.</summary>
    public void Cancel(string invocationId)
    {
        if (running.TryGetValue(invocationId, out var invocation))
            invocation.Cancel();
    }

    /// <summary>Waits for what runs, then cancels what still does.</summary>
    public async Task DrainAsync(TimeSpan grace)
    {
        var all = Task.WhenAll(running.Values.Select(invocation => invocation.Task));
        if (await Task.WhenAny(all, Task.Delay(grace)) != all)
        {
            foreach (var invocation in running.Values)
                invocation.Cancel();
        }
    }

    internal async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var response = new InvocationResponse { InvocationId = request.InvocationId };
        try
        {
            await using var scope = services.CreateAsyncScope();
            var function = index[request.FunctionId];
            var context = new InvocationContext(request, scope.ServiceProvider, cancellationToken);
            var arguments = await InputBinder.BindAsync(function, request, context, blobs);
            OutputBinder.Write(function, await CallAsync(function.Method, arguments, scope.ServiceProvider), response);
            response.Result = new() { Status = StatusResult.Types.Status.Success };
        }
        catch (Exception exception)
        {
            var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            response.Result = new() { Status = StatusResult.Types.Status.Failure, Exception = RpcExceptions.From(cause) };
        }

        return response;
    }

    private static async Task<object?> CallAsync(MethodInfo method, object?[] arguments, IServiceProvider services)
    {
        var instance = method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, method.DeclaringType!);
        var result = method.Invoke(instance, arguments);
        if (result is ValueTask valueTask)
            result = valueTask.AsTask();
        else if (result?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            result = type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null);
        if (result is not Task task)
            return result;
        await task;
        return method.ReturnType.IsGenericType ? task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task) : null;
    }

    private sealed class Running
    {
        public CancellationTokenSource Cancellation { get; } = new();

        public Task Task { get; set; } = Task.CompletedTask;

        public void Cancel()
        {
            try
            {
                Cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended between the look-up and now.
            }
        }
    }
}
