using System.Diagnostics;
using System.Globalization;
using FunctionsHost.Output;
using FunctionsHost.Settings;

namespace FunctionsHost.Worker;

/// <summary>One run of the app's process, started with the command line and environment of the Functions host.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    private readonly Process process;
    private readonly TaskCompletionSource outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> lastErrors = new();
    private int openOutputs = 2;

    private WorkerProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public Task Exited { get; private set; } = Task.CompletedTask;

    /// <summary>The exit code and the last lines on stderr.</summary>
    public string ExitReason()
    {
        lock (lastErrors)
            return $"exit code {process.ExitCode}" + string.Concat(lastErrors.Select(line => Environment.NewLine + "    " + line));
    }

    public static WorkerProcess Start(WorkerApp app, string workerId, int grpcPort, AppSettings settings, Terminal terminal)
    {
        var start = StartInfo(app, workerId, Guid.NewGuid().ToString(), grpcPort, settings);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new HostException(
                $"The worker cannot be started: '{app.Executable}': {exception.Message}. Is the .NET runtime on the PATH?", exception);
        }

        var worker = new WorkerProcess(process);
        process.OutputDataReceived += (_, line) => worker.OnOutput(line.Data, terminal, isError: false);
        process.ErrorDataReceived += (_, line) => worker.OnOutput(line.Data, terminal, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        worker.Exited = worker.WaitAsync();
        return worker;
    }

    // Both spellings of each option are the Functions host's own: older workers read the first, newer ones the second.
    internal static ProcessStartInfo StartInfo(WorkerApp app, string workerId, string requestId, int grpcPort, AppSettings settings)
    {
        var port = grpcPort.ToString(CultureInfo.InvariantCulture);
        var length = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            app.Assembly, "--host", "127.0.0.1", "--port", port, "--workerId", workerId, "--requestId", requestId,
            "--grpcMaxMessageLength", length, "--functions-uri", $"http://127.0.0.1:{port}/", "--functions-worker-id", workerId,
            "--functions-request-id", requestId, "--functions-grpc-max-message-length", length,
        ];
        var start = new ProcessStartInfo(app.Executable, arguments)
        {
            WorkingDirectory = app.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.ForWorker())
            start.Environment[name] = value;
        StartupHook.AddTo(start);
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = settings.Find("FUNCTIONS_WORKER_RUNTIME") ?? "dotnet-isolated";
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = settings.Find("AZURE_FUNCTIONS_ENVIRONMENT") ?? "Development";
        return start;
    }

    /// <summary>Waits for the process to end by itself, then kills it and its child processes.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        try
        {
            await Exited.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }
    }

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has already ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(TimeSpan.Zero);
        process.Dispose();
    }

    private async Task WaitAsync()
    {
        // Not WaitForExitAsync: that also waits for the end of both outputs, which a child of the worker may hold open for ever.
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();
        process.EnableRaisingEvents = true;
        if (!process.HasExited)
            await exited.Task;
        // The last lines may still be on their way.
        await Task.WhenAny(outputEnded.Task, Task.Delay(TimeSpan.FromSeconds(1)));
    }

    private void OnOutput(string? line, Terminal terminal, bool isError)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref openOutputs) == 0)
                outputEnded.TrySetResult();
            return;
        }

        if (isError)
            lock (lastErrors)
            {
                lastErrors.Enqueue(line);
                if (lastErrors.Count > 12)
                    lastErrors.Dequeue();
            }

        terminal.Write(isError ? LogLevel.Warning : LogLevel.Information, "worker", line);
    }
}

/// <summary>One run of a worker. Tests simulate it in their own process; otherwise it is a <see cref="WorkerProcess"/>.</summary>
internal interface IWorkerProcess : IAsyncDisposable
{
    int Id { get; }

    /// <summary>Completes when the worker has ended; never fails.</summary>
    Task Exited { get; }

    /// <summary>Says how the worker ended.</summary>
    string ExitReason();

    /// <summary>Ends the worker at once; it may have ended before.</summary>
    void Kill();

    /// <summary>Waits for the worker to end by itself, then ends it.</summary>
    Task EndAsync(TimeSpan grace);
}
