using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Sentiment.Benchmarks.Queue;

/// <summary>A local host that runs one design, with a broker of its own that answers after a latency.</summary>
internal sealed class QueueHost : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly Process process;

    private QueueHost(Process process, string connectionString) => (this.process, ConnectionString) = (process, connectionString);

    /// <summary>For the queues.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a host and waits until everything is up.</summary>
    /// <exception cref="InvalidOperationException">The host ended first.</exception>
    public static async Task<QueueHost> StartAsync(QueueDesign design, int latency)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Metadata.Of("Host"), "--app", design.App, "--port", "0", "--broker-port", "0", "--no-samples", "--json",
                "--latency", latency.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in design.Settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { }; // A full pipe would stop the host.
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(StartTimeout);
        var ready = await process.StandardOutput.ReadLineAsync(timeout.Token)
            ?? throw new InvalidOperationException($"The host for '{design.Name}' ended with code {process.ExitCode} before it was ready.");
        return new(process, JsonElement.Parse(ready).GetProperty("serviceBus").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        using var terminate = Process.Start("kill", [$"-TERM", $"{process.Id}"]);
        using var timeout = new CancellationTokenSource(StopTimeout);
        await process.WaitForExitAsync(timeout.Token);
        process.Dispose();
    }
}

/// <summary>A way to consume the review queue.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="App">The folder of the app that does so.</param>
/// <param name="Settings">The app settings that make it so.</param>
internal sealed record QueueDesign(string Name, string App, params (string Name, string Value)[] Settings)
{
    /// <summary>One batch of 64 messages an invocation, one invocation at a time.</summary>
    public static QueueDesign Batches() => new("batches of 64", Metadata.Of("BatchApp"));

    /// <summary>One message an invocation, so many at a time and so many fetched ahead.</summary>
    public static QueueDesign Single(int calls, int prefetch) => new(
        $"single, {calls} calls", Metadata.Of("App"),
        ("AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls", $"{calls}"),
        ("AzureFunctionsJobHost__extensions__serviceBus__prefetchCount", $"{prefetch}"));
}

/// <summary>Where the build has put the programs that are measured.</summary>
internal static class Metadata
{
    /// <summary>The path that the project file gives under this name.</summary>
    public static string Of(string name) => typeof(Metadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(entry => entry.Key == name).Value!;
}
