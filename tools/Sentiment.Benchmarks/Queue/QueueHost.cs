using System.Diagnostics;
using System.Globalization;
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
