using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Azure.Storage.Blobs;

namespace EndToEnd.Tests;

/// <summary>The complete system on this machine, started as a user starts it, on free ports and with containers of its own.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> log;
    private readonly JsonElement ready;

    private RunningHost(Process process, ConcurrentQueue<string> log, JsonElement ready, string suffix)
    {
        this.process = process;
        this.log = log;
        this.ready = ready;
        Http = new() { BaseAddress = new Uri(ready.GetProperty("http").GetString()! + "/"), Timeout = TimeSpan.FromSeconds(60) };
        var storage = new BlobServiceClient(ready.GetProperty("storage").GetString());
        Reviews = storage.GetBlobContainerClient($"reviews-{suffix}");
        Scored = storage.GetBlobContainerClient($"scored-{suffix}");
    }

    /// <summary>A caller of the HTTP function.</summary>
    public HttpClient Http { get; }

    /// <summary>The container of the input files.</summary>
    public BlobContainerClient Reviews { get; }

    /// <summary>The container of the output files.</summary>
    public BlobContainerClient Scored { get; }

    /// <summary>The Service Bus connection string.</summary>
    public string ServiceBus => ready.GetProperty("serviceBus").GetString()!;

    /// <summary>The storage account, as a connection string.</summary>
    public string Storage => ready.GetProperty("storage").GetString()!;

    /// <summary>The worker that was running when the host reported that it was ready.</summary>
    public Process Worker => Process.GetProcessById(ready.GetProperty("workerPid").GetInt32());

    /// <summary>Everything that the host has logged.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>Starts a host with everything of its own, and waits until everything is up.</summary>
    public static Task<RunningHost> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(NewSuffix(), workers: 1, settings);

    /// <summary>An end of container names that no other host uses.</summary>
    public static string NewSuffix() => Guid.NewGuid().ToString("N")[..12];

    /// <summary>Starts a host whose container names end in <paramref name="suffix"/>, for example those of an earlier host.</summary>
    public static async Task<RunningHost> StartAsync(string suffix, int workers, params (string Name, string Value)[] settings)
    {
        var start = HostStart.Of(
            Repository.Metadata("Host"),
            [
                ("ReviewContainer", $"reviews-{suffix}"), ("ScoredContainer", $"scored-{suffix}"), ("Sentiment__Model", TestModel.Name),
                .. settings,
            ],
            "--port", "0", "--broker-port", "0", "--no-samples", "--json", "--workers", $"{workers}");
        var process = Process.Start(start)!;
        var log = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();

        using var patience = new CancellationTokenSource(StartTimeout);
        string? line;
        try
        {
            line = await process.StandardOutput.ReadLineAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The host was not ready within {StartTimeout}. Its log: {string.Join('\n', log)}");
        }

        Assert.False(line is null, $"The host exited before it was ready: {string.Join('\n', log)}");
        return new(process, log, JsonDocument.Parse(line).RootElement, suffix);
    }

    /// <summary>The running worker; null if there is none. Only Linux shows the parent of a process.</summary>
    public Process? FindWorker() => Process.GetProcesses().FirstOrDefault(candidate => IsWorker(candidate.Id));

    /// <summary>
    /// Kills the host at once, without cleanup, as a failing machine does. The worker has to notice by itself.
    /// </summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>
    /// Asks the host to stop, and checks that nothing is left running. It does not use SIGINT, which is ignored when a shell runs the
    /// tests in the background.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (process.HasExited)
        {
            process.Dispose();
            return;
        }

        using var patience = new CancellationTokenSource(StopTimeout);
        if (OperatingSystem.IsWindows())
            process.Kill(entireProcessTree: true);
        else
            Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose();
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The host did not stop within {StopTimeout.TotalSeconds} s. Its log: {Log}");
        }
        finally
        {
            process.Dispose();
        }
    }

    private bool IsWorker(int id)
    {
        try
        {
            // "id (name) state parent ...", and the name may hold anything: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == $"{process.Id}"
                && File.ReadAllText($"/proc/{id}/cmdline").Contains("SentimentFunctions.dll", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // It has ended meanwhile.
        }
    }
}
