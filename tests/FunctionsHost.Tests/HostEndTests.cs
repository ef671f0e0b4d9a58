using System.Diagnostics;
using System.Text.Json;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests;

/// <summary>How the host ends, and its worker with it: real processes, the real app. This worker does not care when its stream breaks.</summary>
public sealed class HostEndTests : IDisposable
{
    private readonly CancellationTokenSource _late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Process _host = HostProcess.Start([], "--json", "--no-samples", "--port", "0", "--broker-port", "0");
    private readonly Task<string> _log;

    public HostEndTests()
    {
        _late.CancelAfter(HostProcess.Patience);
        _log = _host.StandardError.ReadToEndAsync(_late.Token);
    }

    public void Dispose()
    {
        _host.Kill(entireProcessTree: true);
        _host.Dispose();
        _late.Dispose();
    }

    [Fact]
    public async Task Asked_to_stop_it_tells_the_worker_which_ends_by_itself()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var worker = await WorkerAsync();
        Process.Start("kill", ["-TERM", $"{_host.Id}"]).Dispose();
        await _host.WaitForExitAsync(_late.Token);
        var log = await _log;
        Assert.Equal(0, _host.ExitCode);
        Assert.True(log.Contains("The worker has ended: exit code 0", StringComparison.Ordinal), log);
    }

    [Fact]
    public async Task Killed_it_leaves_no_worker_behind()
    {
        using var worker = await WorkerAsync();
        _host.Kill();
        try
        {
            await worker.WaitForExitAsync(_late.Token);
        }
        finally
        {
            worker.Kill();
        }
    }

    /// <summary>The worker's process, once everything is up.</summary>
    private async Task<Process> WorkerAsync()
    {
        var ready = await _host.StandardOutput.ReadLineAsync(_late.Token);
        if (ready is null)
            Assert.Fail($"The host did not start: {await _log}");
        return Process.GetProcessById(JsonDocument.Parse(ready).RootElement.GetProperty("workerPid").GetInt32());
    }
}
