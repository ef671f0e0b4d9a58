using System.Diagnostics;
using FunctionsHost.Output;
using FunctionsHost.Worker;
using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>Runs one invocation: sends it to the worker, awaits the answer, sends the outputs. Thread-safe.</summary>
/// <param name="workers">The workers that take the invocations in turn; at least one.</param>
/// <param name="addInputs">Adds the function's input bindings.</param>
/// <param name="outputs">Sends the function's output.</param>
/// <param name="log">Receives the outcome.</param>
/// <param name="timeout">The longest time that an invocation may take; null for no limit.</param>
internal sealed class FunctionInvoker(
    IReadOnlyList<WorkerSupervisor> workers,
    Func<Function, InvocationRequest, IReadOnlyDictionary<string, string>, CancellationToken, Task> addInputs,
    OutputBindings outputs, FunctionLog log, TimeSpan? timeout)
{
    // After a timeout, the worker has this long to report the cancelled invocation before it counts as hung.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(10);

    private int invocations;

    /// <summary>
    /// Waits for a worker that can take an invocation; the returned task completes when that worker ends. This takes no turn: each
    /// invocation takes one.
    /// </summary>
    public async Task<Task> ReadyAsync(CancellationToken cancellationToken) =>
        (await ReadyFrom(0).CurrentAsync(cancellationToken)).Channel.Ended;

    /// <summary>
    /// Runs <paramref name="function"/> to its end, outputs included. <paramref name="cancellationToken"/> asks the function to stop; its
    /// answer is still awaited.
    /// </summary>
    /// <exception cref="FunctionFailedException">The function threw.</exception>
    /// <exception cref="WorkerLostException">The worker died first.</exception>
    /// <exception cref="TimeoutException">The function exceeded its timeout; its worker is being restarted.</exception>
    public async Task<InvocationResponse> InvokeAsync(
        Function function, InvocationRequest request, IReadOnlyDictionary<string, string> bindingData, CancellationToken cancellationToken)
    {
        request.InvocationId = Guid.NewGuid().ToString();
        request.FunctionId = function.Id;
        var began = Stopwatch.GetTimestamp();
        log.Began(request.InvocationId, function.Name);
        try
        {
            await addInputs(function, request, bindingData, cancellationToken);
            var response = await RunAsync(function, request, cancellationToken);
            if (response.Result.Status != StatusResult.Types.Status.Success)
                throw new FunctionFailedException(response.Result);
            await outputs.SendAsync(function, response, bindingData);
            Say(LogLevel.Information, "succeeded", "");
            return response;
        }
        catch (Exception exception)
        {
            var trace = exception is FunctionFailedException { WorkerStackTrace: { Length: > 0 } stack } ? Environment.NewLine + stack : "";
            Say(LogLevel.Error, "failed", $": {exception.Message}{trace}");
            throw;
        }
        finally
        {
            log.Ended(request.InvocationId);
        }

        void Say(LogLevel level, string outcome, string more) => log.Write(
            level, function.Name,
            $"{outcome} in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms (id {request.InvocationId}){more}");
    }

    /// <summary>The first worker that is ready, beginning with the one whose turn it is; if none is, that one.</summary>
    private WorkerSupervisor ReadyFrom(uint turn)
    {
        var inTurn = Enumerable.Range(0, workers.Count).Select(i => workers[(int)((turn + (uint)i) % (uint)workers.Count)]).ToList();
        return inTurn.Find(worker => worker.IsReady) ?? inTurn[0];
    }

    private async Task<InvocationResponse> RunAsync(Function function, InvocationRequest request, CancellationToken cancellationToken)
    {
        var worker = ReadyFrom((uint)Interlocked.Increment(ref invocations));
        var run = await worker.CurrentAsync(cancellationToken);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } most)
            ends.CancelAfter(most);
        var answer = run.Channel.InvokeAsync(request, ends.Token);
        if (timeout is null)
            return await answer;
        try
        {
            return await answer.WaitAsync(timeout.Value + CancelGrace, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            worker.Restart(run, $"{function.Name} ran longer than the functionTimeout of {timeout}, and did not stop when cancelled.");
            // A message that is abandoned earlier would be given to the same worker again, and lost with it.
            await run.Channel.Ended.WaitAsync(CancelGrace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }
}

/// <summary>The function itself failed; has the error that the worker reported.</summary>
internal sealed class FunctionFailedException(StatusResult result)
    : Exception(result.Exception is { } thrown ? $"{thrown.Type}: {thrown.Message}" : $"status {result.Status}")
{
    /// <summary>The stack trace in the function; may be empty.</summary>
    public string WorkerStackTrace { get; } = result.Exception?.StackTrace ?? "";
}
