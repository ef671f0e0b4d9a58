using System.Collections;
using FunctionsHost.Blobs;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;
using FunctionsHost.Worker;
using FunctionsProtocol;

namespace FunctionsHost.Tests.Support;

/// <summary>The core of the host with a scripted worker: everything except the triggers.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly WorkerServer server;
    private readonly WorkerSupervisor supervisor;
    private readonly CancellationTokenSource stop;
    private readonly StringWriter shown;
    private Task mayStart = Task.CompletedTask;

    private Rig(WorkerServer server, WorkerSupervisor supervisor, CancellationTokenSource stop, StringWriter shown,
        IReadOnlyList<Function> functions, FunctionInvoker invoker, Terminal terminal) =>
        (this.server, this.supervisor, this.stop, this.shown, Functions, Invoker, Terminal) =
            (server, supervisor, stop, shown, functions, invoker, terminal);

    public IReadOnlyList<Function> Functions { get; }

    public FunctionInvoker Invoker { get; }

    public Terminal Terminal { get; }

    public WorkerSupervisor Supervisor => supervisor;

    /// <summary>The host's output so far.</summary>
    public string Shown => shown.ToString();

    /// <summary>The current worker.</summary>
    public async Task<ScriptedWorker> WorkerAsync() =>
        (ScriptedWorker)(await supervisor.CurrentAsync(TestContext.Current.CancellationToken)).Process;

    /// <summary>Signals a stop, as Ctrl-C does. The parts of the host keep running.</summary>
    public Task BeginToStopAsync() => stop.CancelAsync();

    /// <summary>Makes newly started workers wait until the result is set.</summary>
    public TaskCompletionSource HoldWorkers()
    {
        var hold = new TaskCompletionSource();
        mayStart = hold.Task;
        return hold;
    }

    /// <summary>Starts the core of the host.</summary>
    /// <param name="functions">The functions of the worker.</param>
    /// <param name="answer">Answers the invocations.</param>
    /// <param name="outputs">The output bindings, by type.</param>
    /// <param name="settings">The app settings.</param>
    /// <param name="timeout">The longest time that an invocation may take.</param>
    /// <param name="pingTimeout">If given, the worker does not answer whether it is alive, and the host waits this long.</param>
    public static async Task<Rig> StartAsync(
        IReadOnlyList<RpcFunctionMetadata> functions,
        Func<InvocationRequest, CancellationToken, Task<InvocationResponse>> answer,
        Dictionary<string, IOutput>? outputs = null,
        AppSettings? settings = null,
        TimeSpan? timeout = null,
        TimeSpan? pingTimeout = null)
    {
        var shown = new StringWriter();
        var terminal = new Terminal(TextWriter.Synchronized(shown), isRedirected: true);
        var log = new FunctionLog(terminal, LogLevels.Information);
        var server = await WorkerServer.StartAsync();
        var stop = new CancellationTokenSource();
        Rig? rig = null;
        var supervisor = new WorkerSupervisor(
            new WorkerApp("/app", "dotnet", "/app/app.dll"), server,
            (id, port) => new ScriptedWorker(id, port, functions, answer, rig?.mayStart) { IgnoresPings = pingTimeout is not null },
            _ => true, log, terminal, pingTimeout);
        supervisor.Start(stop.Token);
        var run = await supervisor.CurrentAsync(TestContext.Current.CancellationToken);
        var invoker = new FunctionInvoker(
            [supervisor], new BlobInputs(new StorageAccounts(settings ?? Settings())).AddAsync, new OutputBindings(outputs ?? []), log,
            timeout);
        return rig = new Rig(server, supervisor, stop, shown,
            [.. run.Functions.Select(metadata => new Function(metadata, settings ?? Settings()))], invoker, terminal);
    }

    public static AppSettings Settings(params (string Name, string Value)[] values) =>
        new(values.Select(value => KeyValuePair.Create(value.Name, value.Value)), new Hashtable(), "the test");

    /// <summary>A function as a worker lists it, from its raw bindings.</summary>
    public static RpcFunctionMetadata Metadata(string name, params string[] rawBindings) => new()
    {
        Name = name,
        FunctionId = $"id-of-{name}",
        ScriptFile = "app.dll",
        EntryPoint = $"App.{name}",
        Language = "dotnet-isolated",
        RawBindings = { rawBindings },
    };

    public async ValueTask DisposeAsync()
    {
        await supervisor.DisposeAsync();
        await server.DisposeAsync();
        stop.Dispose();
    }
}
