using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Sentiment.Benchmarks.Hosts;

/// <summary>A local host that runs one app, with a broker of its own that answers after a latency.</summary>
internal sealed class MeasuredHost : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly Process process;

    private MeasuredHost(Process process, JsonElement ready)
    {
        this.process = process;
        ConnectionString = ready.GetProperty("serviceBus").GetString()!;
        Http = new($"{ready.GetProperty("http").GetString()}/");
        Worker = Process.GetProcessById(ready.GetProperty("workerPid").GetInt32());
        FunctionsLoaded = ready.GetProperty("functionsLoaded").GetDateTime().ToLocalTime();
    }

    /// <summary>For the queues.</summary>
    public string ConnectionString { get; }

    /// <summary>Where the HTTP functions are.</summary>
    public Uri Http { get; }

    /// <summary>The process that runs the functions.</summary>
    public Process Worker { get; }

    /// <summary>When the worker had loaded its functions, in local time. After that, the host connects their triggers.</summary>
    public DateTime FunctionsLoaded { get; }

    /// <summary>Starts a host and waits until everything is up.</summary>
    /// <exception cref="InvalidOperationException">The host ended first.</exception>
    public static async Task<MeasuredHost> StartAsync(HostedApp app, int latency = 0)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Metadata.Of("Host"), "--app", app.App, "--port", "0", "--broker-port", "0", "--no-samples", "--json",
                "--latency", latency.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in app.Settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { }; // A full pipe would stop the host.
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(StartTimeout);
        var ready = await process.StandardOutput.ReadLineAsync(timeout.Token)
            ?? throw new InvalidOperationException($"The host for '{app.Name}' ended with code {process.ExitCode} before it was ready.");
        return new(process, JsonElement.Parse(ready));
    }

    public async ValueTask DisposeAsync()
    {
        using var terminate = Process.Start("kill", [$"-TERM", $"{process.Id}"]);
        using var timeout = new CancellationTokenSource(StopTimeout);
        await process.WaitForExitAsync(timeout.Token);
        Worker.Dispose();
        process.Dispose();
    }
}

/// <summary>An app that is measured, or one design of it.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="App">Its folder.</param>
/// <param name="Settings">Its app settings.</param>
internal sealed record HostedApp(string Name, string App, params (string Name, string Value)[] Settings);

/// <summary>Where the build has put the programs that are measured.</summary>
internal static class Metadata
{
    /// <summary>The path that the project file gives under this name.</summary>
    public static string Of(string name) => typeof(Metadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(entry => entry.Key == name).Value!;
}
