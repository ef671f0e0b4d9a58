using FunctionsHost.Azurite;
using FunctionsHost.Blobs;
using FunctionsHost.Functions;
using FunctionsHost.Http;
using FunctionsHost.Output;
using FunctionsHost.Samples;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;
using FunctionsHost.Worker;

namespace FunctionsHost;

/// <summary>
/// The complete system on one machine: its parts are started here in order, and stopped in reverse, the listeners all at once.
/// </summary>
internal static class LocalHost
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(LaunchOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var app = WorkerApp.Find(options.App);
        var settings = SettingsFile.Load(app.Folder, options.SettingsFile);
        var host = HostJson.Read(Path.Combine(app.Folder, "host.json"), settings);
        terminal.Info("host", $"{app.Assembly}, settings from {settings.Source}");

        await using var azurite = await AzuriteServer.StartIfNeededAsync(
            settings, terminal, AzuriteServer.UsualBlobPort, cancellationToken);
        await using var broker = await LocalBroker.StartAsync(settings, options.BrokerPort, options.Latency, terminal);

        var log = new FunctionLog(terminal, host.LogLevels);
        await using var server = await WorkerServer.StartAsync();
        await using var workers = WorkerPool.Start(options.Workers, () => new WorkerSupervisor(
            app, server, (id, port) => WorkerProcess.Start(app, id, port, settings, terminal), settings.IsEnabled, log, terminal),
            cancellationToken);
        var run = await workers.Workers[0].CurrentAsync(cancellationToken);
        var loaded = DateTimeOffset.UtcNow;
        var functions = run.Functions.Select(metadata => new Function(metadata, settings)).ToList();

        foreach (var advice in functions.SelectMany(FunctionWarnings.For))
            terminal.Warn("host", advice);

        if (broker is not null)
            LocalBroker.Declare(broker, functions, settings);
        await using var serviceBus = new ServiceBusClients(settings);
        var storage = new StorageAccounts(settings);
        var outputs = new OutputBindings(new Dictionary<string, IOutput>(StringComparer.OrdinalIgnoreCase)
        {
            ["serviceBus"] = new QueueOutput(serviceBus),
            ["blob"] = new BlobOutput(storage),
        });
        var inputs = new BlobInputs(storage);
        var invoker = new FunctionInvoker(workers.Workers, inputs.AddAsync, outputs, log, host.FunctionTimeout);
        var serving = new HttpOptions(host.RoutePrefix, settings.Find(HttpOptions.KeySetting), host.HasTelemetry, settings.Cors);
        await using var listeners = new Listeners();
        var http = await HttpServer.StartAsync(functions, serving, invoker, options.Port, terminal);
        listeners.Add(http);
        listeners.Start(functions, "serviceBusTrigger",
            function => workers.Workers.Select(worker => QueueListener.For(
                function,
                serviceBus.For(function.Trigger, function),
                new FunctionInvoker([worker], inputs.AddAsync, outputs, log, host.FunctionTimeout),
                host.ServiceBus,
                terminal)));
        // The messages that a function has sent about a blob end with the built-in broker, so the next start gives it the blob again.
        var start = broker is null ? null : Guid.NewGuid().ToString("N");
        listeners.Start(functions, "blobTrigger",
            function => [BlobListener.For(function, storage, invoker, host.Blobs, terminal, start)]);

        terminal.Show(FunctionTable.Build(functions, http.Url, host.RoutePrefix));
        if (options.Json)
            Console.WriteLine(ReadyLine.Text(http.Url, functions, settings, run.Process.Id, loaded));

        var samples = new SampleRun(functions, settings, serviceBus, storage, http.Url, host.RoutePrefix);
        if (options.Once && !samples.Applies)
            throw new HostException("--once: this app has no function that the samples are for. Start it without --once.");
        var sampled = options.Samples && samples.Applies ? samples.RunAsync(terminal, cancellationToken) : Task.FromResult(true);
        if (await Task.WhenAny(workers.Completion, sampled) == sampled)
        {
            if (options.Once)
                return await sampled ? 0 : 1;
            terminal.Info("host", "Up. Ctrl-C stops everything.");
        }

        await workers.Completion.WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested(); // Without an error, the workers end only if the host stops.
        return 0;
    }
}

/// <summary>
/// The lifetime of a server that <see cref="LocalHost"/> stops in its own order. The default one handles Ctrl-C and SIGTERM itself:
/// it would end the worker's stream before the worker is asked to end, and swallow a second Ctrl-C.
/// </summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>An error that the user can fix: the message names the input, the reason and the remedy. Only the message is shown.</summary>
internal sealed class HostException(string message, Exception? inner = null) : Exception(message, inner);
