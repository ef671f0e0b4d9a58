using System.Diagnostics;
using FunctionsHost.Output;
using FunctionsProtocol;

namespace FunctionsHost.Worker;

/// <summary>
/// Keeps one worker running: starts it, does the handshake, watches it, and starts the next when it dies, waiting longer each time.
/// It gives up if <see cref="MostFailedStarts"/> workers in a row do not get ready. A worker that was ready is always replaced,
/// so that a message that kills workers is delivered often enough to be dead-lettered. Thread-safe.
/// </summary>
/// <param name="app">The app that the worker runs.</param>
/// <param name="server">Where it connects to.</param>
/// <param name="start">Starts a worker: its id, the server's port.</param>
/// <param name="isEnabled">Which functions are enabled.</param>
/// <param name="log">Receives its log lines.</param>
/// <param name="terminal">Shows when it ends.</param>
/// <param name="pingTimeout">How long it may leave a ping unanswered before the host warns; null for a minute.</param>
internal sealed class WorkerSupervisor(
    WorkerApp app, WorkerServer server, Func<string, int, IWorkerProcess> start, Func<string, bool> isEnabled, FunctionLog log,
    Terminal terminal, TimeSpan? pingTimeout = null) : IAsyncDisposable
{
    private const int MostFailedStarts = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly TimeSpan pingTimeout = pingTimeout ?? TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource stopping = new();
    private TaskCompletionSource<WorkerRun> current = NewCurrent();
    private Task running = Task.CompletedTask;

    /// <summary>Whether there is a worker now.</summary>
    public bool IsReady => Volatile.Read(ref current).Task is { IsCompletedSuccessfully: true, Result.Channel.Ended.IsCompleted: false };

    /// <summary>The run that invocations go to now; waits while the worker is being started or restarted.</summary>
    /// <exception cref="HostException">The supervisor gave up.</exception>
    public async Task<WorkerRun> CurrentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = Volatile.Read(ref this.current);
            var run = await current.Task.WaitAsync(cancellationToken);
            if (!run.Channel.Ended.IsCompleted)
                return run;
            Retire(current);
        }
    }

    /// <summary>Fails with a <see cref="HostException"/> when the supervisor gives up; ends when the host stops.</summary>
    public Task Completion => running;

    /// <summary>Starts the first worker.</summary>
    /// <param name="hostStopping">
    /// Cancelled when the host begins to stop. A worker that ends after that is not replaced: on Windows, Ctrl-C reaches it, too.
    /// </param>
    public void Start(CancellationToken hostStopping) => running = RunAsync(hostStopping);

    /// <summary>Kills the worker of <paramref name="run"/>: its invocations fail, and the next worker is started.</summary>
    public void Restart(WorkerRun run, string why)
    {
        terminal.Error("host", $"{why} Restarting the worker (process {run.Process.Id}).");
        run.Process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken hostStopping)
    {
        try
        {
            await KeepRunningAsync(hostStopping);
            current.TrySetException(new WorkerLostException("The host is stopping."));
        }
        catch (Exception exception)
        {
            current.TrySetException(exception); // Whoever waits for the next worker would wait for ever.
            throw;
        }
        finally
        {
            _ = current.Task.Exception; // Observed, so that it is not reported as unobserved.
        }
    }

    private async Task KeepRunningAsync(CancellationToken hostStopping)
    {
        var (failedStarts, wait) = (0, FirstWait);
        while (!stopping.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var (wasReady, why) = await RunOneAsync();
            if (stopping.IsCancellationRequested || hostStopping.IsCancellationRequested)
                break;

            failedStarts = wasReady ? 0 : failedStarts + 1;
            if (failedStarts == MostFailedStarts)
                throw new HostException($"The worker could not be started {failedStarts} times in a row; giving up. Last: {why}");

            wait = Stopwatch.GetElapsedTime(began) >= LongEnough ? FirstWait : wait;
            terminal.Error("host", $"The worker is gone: {why}{Environment.NewLine}Starting it again in {wait.TotalSeconds:0.0} s.");
            await Task.Delay(wait, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 3 < LongestWait ? wait * 3 : LongestWait;
        }
    }

    /// <returns>Whether the worker got ready, and why it ended.</returns>
    private async Task<(bool WasReady, string Why)> RunOneAsync()
    {
        var wasReady = false;
        var id = Guid.NewGuid().ToString();
        var connecting = server.ExpectAsync(id, log.Write);
        await using var process = start(id, server.Port);
        try
        {
            using var starting = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            starting.CancelAfter(StartTimeout);
            if (await Task.WhenAny(connecting, process.Exited).WaitAsync(starting.Token) != connecting)
                return (false, process.ExitReason());
            var channel = await connecting;
            var functions = await Handshake.RunAsync(channel, app, isEnabled, text => terminal.Warn("host", text), starting.Token);
            var run = new WorkerRun(process, channel, functions);
            wasReady = current.TrySetResult(run);
            await WatchAsync(run);
            await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromSeconds(1)));
            return (wasReady, process.Exited.IsCompleted ? process.ExitReason() : "its connection ended");
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (wasReady, $"it did not start within {StartTimeout.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HostException or WorkerLostException)
        {
            await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromSeconds(1)));
            return (wasReady, process.Exited.IsCompleted ? $"{exception.Message} {process.ExitReason()}" : exception.Message);
        }
        catch (OperationCanceledException)
        {
            return (wasReady, "the host is stopping");
        }
        finally
        {
            if (Volatile.Read(ref current) is { Task.IsCompletedSuccessfully: true } finished)
                Retire(finished);
        }
    }

    /// <summary>Completes when the worker has ended, by itself or because it was told to.</summary>
    private async Task WatchAsync(WorkerRun run)
    {
        var gone = Task.WhenAny(run.Channel.Ended, run.Process.Exited);
        try
        {
            while (!gone.IsCompleted)
            {
                var heard = Task.WhenAny(run.Channel.PingAsync(stopping.Token), gone);
                try
                {
                    await heard.WaitAsync(pingTimeout);
                }
                catch (TimeoutException)
                {
                    // It is not ended: a debugger would lose it. An invocation that hangs is ended by functionTimeout.
                    terminal.Warn("host", $"The worker (process {run.Process.Id}) has not answered for {pingTimeout.TotalSeconds:0} s: "
                        + "is it at a breakpoint? The host waits for it. If it hangs, end that process, and another one is started.");
                }

                await await heard;
                await Task.WhenAny(gone, Task.Delay(PingInterval, stopping.Token));
                stopping.Token.ThrowIfCancellationRequested();
            }
        }
        catch (WorkerLostException)
        {
            // Expected here.
        }
        catch (OperationCanceledException)
        {
            run.Channel.Terminate(Grace);
            await run.Process.EndAsync(Grace);
            terminal.Info("host", $"The worker has ended: {run.Process.ExitReason()}");
        }
    }

    /// <summary>Makes later callers wait for the next worker. The first to notice that a worker has ended calls it.</summary>
    private void Retire(TaskCompletionSource<WorkerRun> current) => Interlocked.CompareExchange(ref this.current, NewCurrent(), current);

    private static TaskCompletionSource<WorkerRun> NewCurrent() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One worker that is up: its process, its channel, the functions it loaded.</summary>
internal sealed record WorkerRun(IWorkerProcess Process, WorkerChannel Channel, IReadOnlyList<RpcFunctionMetadata> Functions);
