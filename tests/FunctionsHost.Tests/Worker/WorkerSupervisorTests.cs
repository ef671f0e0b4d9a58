using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using FunctionsHost.Worker;
using FunctionsProtocol;

namespace FunctionsHost.Tests.Worker;

public sealed class WorkerSupervisorTests
{
    private static readonly RpcFunctionMetadata Echo = Rig.Metadata("Echo", """{"name":"req","type":"httpTrigger","direction":"In"}""");
    private static readonly Dictionary<string, string> NoData = [];

    [Fact]
    public async Task Invocations_in_a_worker_that_dies_fail_and_the_next_worker_takes_over()
    {
        var running = new TaskCompletionSource();
        var calls = 0;
        await using var rig = await Rig.StartAsync([Echo], async (request, cancel) =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return ScriptedWorker.Success(request);
            running.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return ScriptedWorker.Success(request);
        });
        var first = await rig.WorkerAsync();
        var lost = rig.Invoker.InvokeAsync(rig.Functions[0], new InvocationRequest(), NoData, CancellationToken.None);
        await running.Task;
        first.Kill();
        await Assert.ThrowsAsync<WorkerLostException>(() => lost);

        await rig.Invoker.InvokeAsync(rig.Functions[0], new InvocationRequest(), NoData, CancellationToken.None);
        Assert.NotSame(first, await rig.WorkerAsync());
        Assert.Contains("The worker is gone: exit code 137", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_a_breakpoint_holds_is_kept_and_is_replaced_once_it_ends()
    {
        await using var rig = await Rig.StartAsync([Echo], (request, _) => Task.FromResult(ScriptedWorker.Success(request)),
            pingTimeout: TimeSpan.Zero);
        var first = await rig.WorkerAsync();
        await Eventually.HoldsAsync(() => rig.Shown.Contains("is it at a breakpoint?", StringComparison.Ordinal), "a warning");
        await rig.Invoker.InvokeAsync(rig.Functions[0], new InvocationRequest(), NoData, CancellationToken.None);
        Assert.Same(first, await rig.WorkerAsync());

        first.Kill();
        await Eventually.HoldsAsync(
            () => rig.Shown.Contains("The worker is gone: exit code 137", StringComparison.Ordinal), "the end of the worker");
        await rig.Invoker.InvokeAsync(rig.Functions[0], new InvocationRequest(), NoData, CancellationToken.None);
        Assert.NotSame(first, await rig.WorkerAsync());
    }

    [Fact]
    public async Task A_worker_that_ends_while_the_host_stops_is_not_replaced()
    {
        await using var rig = await Rig.StartAsync([Echo], (request, _) => Task.FromResult(ScriptedWorker.Success(request)));
        await rig.BeginToStopAsync();
        (await rig.WorkerAsync()).Kill(); // As Ctrl-C does on Windows: before the host has stopped it.

        await rig.Supervisor.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<WorkerLostException>(() => rig.WorkerAsync());
        Assert.DoesNotContain("Starting it again", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_gives_up_on_a_worker_that_keeps_dying_and_says_why()
    {
        var shown = new StringWriter();
        var terminal = new Terminal(TextWriter.Synchronized(shown), isRedirected: true);
        await using var server = await WorkerServer.StartAsync();
        var starts = 0;
        await using var supervisor = new WorkerSupervisor(
            new WorkerApp("/app", "dotnet", "/app/app.dll"), server,
            (id, port) =>
            {
                starts++;
                var stillborn = new ScriptedWorker(id, port, [], (request, _) => Task.FromResult(ScriptedWorker.Success(request)));
                stillborn.Kill();
                return stillborn;
            },
            _ => true, new FunctionLog(terminal, LogLevels.Information), terminal);
        supervisor.Start(CancellationToken.None);
        var error = await Assert.ThrowsAsync<HostException>(() => supervisor.CurrentAsync(TestContext.Current.CancellationToken));
        Assert.Contains("giving up", error.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 137", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, starts);
        await Assert.ThrowsAsync<HostException>(() => supervisor.Completion);
    }

    [Fact]
    public async Task A_worker_that_cannot_be_started_at_all_ends_the_host_with_the_reason()
    {
        var terminal = new Terminal(TextWriter.Null, isRedirected: true);
        await using var server = await WorkerServer.StartAsync();
        await using var supervisor = new WorkerSupervisor(
            new WorkerApp("/app", "dotnet", "/app/app.dll"), server, (_, _) => throw new HostException("There is no dotnet."),
            _ => true, new FunctionLog(terminal, LogLevels.Information), terminal);

        supervisor.Start(CancellationToken.None);

        var waiting = supervisor.CurrentAsync(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<HostException>(
            () => waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal("There is no dotnet.", error.Message);
        await Assert.ThrowsAsync<HostException>(() => supervisor.Completion);
    }

    [Fact]
    public async Task An_invocation_past_its_timeout_is_cancelled()
    {
        await using var rig = await Rig.StartAsync([Echo], async (request, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return ScriptedWorker.Success(request);
        }, timeout: TimeSpan.FromMilliseconds(50));
        var failed = await Assert.ThrowsAsync<FunctionFailedException>(
            () => rig.Invoker.InvokeAsync(rig.Functions[0], new InvocationRequest(), NoData, CancellationToken.None));
        Assert.Contains("canceled", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invocation_that_ignores_its_cancellation_fails_once_its_worker_has_ended()
    {
        await using var rig = await Rig.StartAsync(
            [Echo], (_, _) => new TaskCompletionSource<InvocationResponse>().Task, timeout: TimeSpan.FromMilliseconds(50));
        var run = await rig.Supervisor.CurrentAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<TimeoutException>(
            () => rig.Invoker.InvokeAsync(rig.Functions[0], new InvocationRequest(), NoData, CancellationToken.None));

        Assert.True(run.Channel.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_thousand_invocations_at_once_each_get_their_own_answer()
    {
        await using var rig = await Rig.StartAsync([Echo], async (request, _) =>
        {
            await Task.Yield();
            return ScriptedWorker.Success(request, new TypedData { String = request.InputData[0].Data.String });
        });
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
        {
            var input = new ParameterBinding { Name = "x", Data = new TypedData { String = $"{i}" } };
            return (i, (await rig.Invoker.InvokeAsync(rig.Functions[0], new InvocationRequest { InputData = { input } }, NoData,
                CancellationToken.None)).ReturnValue.String);
        }));
        Assert.All(answers, answer => Assert.Equal($"{answer.i}", answer.String));
    }

    [Fact]
    public async Task An_unknown_worker_is_rejected()
    {
        await using var server = await WorkerServer.StartAsync();
        await using var stranger =
            new ScriptedWorker("nobody", server.Port, [], (request, _) => Task.FromResult(ScriptedWorker.Success(request)));
        await stranger.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Empty(stranger.Heard);
    }
}
