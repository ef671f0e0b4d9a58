using FunctionsHost.Functions;
using FunctionsHost.Http;
using FunctionsHost.Output;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using FunctionsHost.Worker;

namespace FunctionsHost.Tests.Worker;

public sealed class WorkerPoolTests
{
    [Fact]
    public async Task HTTP_calls_are_distributed_evenly_to_the_workers()
    {
        var cancel = TestContext.Current.CancellationToken;
        var terminal = new Terminal(TextWriter.Null, isRedirected: true);
        var log = new FunctionLog(terminal, LogLevels.Information);
        var echo = Rig.Metadata("Echo", """{"name":"req","type":"httpTrigger","direction":"In"}""",
            """{"name":"$return","type":"http","direction":"Out"}""");
        var (calls, created) = (new int[2], 0);
        await using var server = await WorkerServer.StartAsync();
        await using var workers = WorkerPool.Start(calls.Length, () =>
        {
            var number = created++;
            return new WorkerSupervisor(new WorkerApp("/app", "dotnet", "/app/app.dll"), server,
                (id, port) => new ScriptedWorker(id, port, [echo], (request, _) =>
                {
                    Interlocked.Increment(ref calls[number]);
                    return Task.FromResult(ScriptedWorker.Success(request));
                }),
                _ => true, log, terminal);
        }, CancellationToken.None);
        foreach (var worker in workers.Workers)
            await worker.CurrentAsync(cancel);
        var invoker = new FunctionInvoker(
            workers.Workers, (_, _, _, _) => Task.CompletedTask, new OutputBindings(new Dictionary<string, IOutput>()), log, timeout: null);
        await using var http = await HttpServer.StartAsync(
            [new Function(echo, Rig.Settings())], new HttpOptions("api"), invoker, 0, terminal);
        using var client = new HttpClient();

        for (var call = 0; call < 10; call++)
            (await client.GetAsync($"{http.Url}/api/Echo", cancel)).Dispose();

        Assert.Equal((5, 5), (calls[0], calls[1]));
    }
}
