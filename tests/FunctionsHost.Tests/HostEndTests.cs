using System.Diagnostics;
using System.Text.Json;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests;

/// <summary>
/// How the host and its worker end: real processes, the real app. A broken stream alone does not end this worker.
/// </summary>
public sealed class HostEndTests : IDisposable
{
    private readonly CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Process host = HostProcess.Start([], "--json", "--no-samples", "--port", "0", "--broker-port", "0");
    private readonly Task<string> log;

    public HostEndTests()
    {
        late.CancelAfter(HostProcess.Patience);
        log = host.StandardError.ReadToEndAsync(late.Token);
    }

    public void Dispose()
    {
        host.Kill(entireProcessTree: true);
        host.Dispose();
        late.Dispose();
    }

    [Fact]
    public async Task A_stopping_host_tells_the_worker_to_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var worker = await WorkerAsync();
        Process.Start("kill", ["-TERM", $"{host.Id}"]).Dispose();
        await host.WaitForExitAsync(late.Token);
        var log = await this.log;
        Assert.Equal(0, host.ExitCode);
        Assert.True(log.Contains("The worker has ended: exit code 0", StringComparison.Ordinal), log);
    }

    [Fact]
    public async Task A_killed_host_leaves_no_worker_behind()
    {
        using var worker = await WorkerAsync();
        host.Kill();
        try
        {
            await worker.WaitForExitAsync(late.Token);
        }
        finally
        {
            worker.Kill();
        }
    }

    /// <summary>The worker's process, once everything is up.</summary>
    private async Task<Process> WorkerAsync()
    {
        var ready = await host.StandardOutput.ReadLineAsync(late.Token);
        if (ready is null)
            Assert.Fail($"The host did not start: {await log}");
        return Process.GetProcessById(JsonDocument.Parse(ready).RootElement.GetProperty("workerPid").GetInt32());
    }
}
