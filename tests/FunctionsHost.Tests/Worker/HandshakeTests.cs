using FunctionsHost.Tests.Support;
using FunctionsHost.Worker;
using FunctionsProtocol;
using Kind = FunctionsProtocol.StreamingMessage.ContentOneofCase;

namespace FunctionsHost.Tests.Worker;

public sealed class HandshakeTests
{
    private static RpcFunctionMetadata Http(string name)
    {
        var metadata = Rig.Metadata(
            name,
            """{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Anonymous","methods":["get"]}""",
            """{"name":"$return","type":"http","direction":"Out"}""");
        metadata.Bindings["req"] = new BindingInfo { Type = "httpTrigger" };
        metadata.Bindings["$return"] = new BindingInfo { Type = "http", Direction = BindingInfo.Types.Direction.Out };
        return metadata;
    }

    [Fact]
    public async Task The_host_sends_init_list_and_loads_in_name_order_then_the_liveness_check()
    {
        await using var rig = await Rig.StartAsync([Http("Zeta"), Http("Echo"), Http("alpha")],
            (request, _) => Task.FromResult(ScriptedWorker.Success(request)));
        var worker = await rig.WorkerAsync();
        await worker.PingedAsync();
        List<StreamingMessage> heard;
        lock (worker.Heard)
            heard = [.. worker.Heard.Take(6)];
        Assert.Equal(
            [Kind.WorkerInitRequest, Kind.FunctionsMetadataRequest, Kind.FunctionLoadRequest, Kind.FunctionLoadRequest,
                Kind.FunctionLoadRequest, Kind.WorkerStatusRequest],
            heard.Select(message => message.ContentCase));
        Assert.Equal(Fixture.Read("init"), heard[0]);
        Assert.Equal("/app", heard[1].FunctionsMetadataRequest.FunctionAppDirectory);
        Assert.Equal(Fixture.Read("load"), heard[2]);
        Assert.Equal(["Echo", "Zeta", "alpha"], rig.Functions.Select(function => function.Name));
        Assert.NotEmpty(heard[5].RequestId);
    }

    [Fact]
    public async Task A_stopping_host_tells_the_worker_to_end()
    {
        var rig = await Rig.StartAsync([Http("Echo")], (request, _) => Task.FromResult(ScriptedWorker.Success(request)));
        var worker = await rig.WorkerAsync();
        await rig.DisposeAsync();
        var last = worker.Heard[^1];
        Assert.Equal(Kind.WorkerTerminate, last.ContentCase);
        Assert.Equal(5, last.WorkerTerminate.GracePeriod.Seconds);
    }

    [Fact]
    public void The_handshake_matches_that_of_the_recorded_host()
    {
        var recorded = Fixture.RecordedMessages("realhost-*host2worker*.json").ToList();
        var metadata = Fixture.RecordedMessages("realhost-*FunctionMetadataResponse.json")
            .Single().Message.FunctionMetadataResponse.FunctionMetadataResults;
        Assert.Equal(recorded.Single(m => m.Message.ContentCase == Kind.WorkerInitRequest).Message,
            Handshake.Init(new WorkerApp("/app", "dotnet", "/app/app.dll")));
        Assert.Equal(
            recorded.Where(m => m.Message.ContentCase == Kind.FunctionLoadRequest).Select(m => m.Message),
            metadata.OrderBy(function => function.Name, StringComparer.Ordinal).Select(Handshake.Load));
        Assert.Equal(5, recorded.Single(m => m.Message.ContentCase == Kind.WorkerTerminate).Message.WorkerTerminate.GracePeriod.Seconds);
    }

    [Fact]
    public void Load_requests_match_the_recorded_ones()
    {
        var metadata = Fixture.RecordedMessages("05-*.json").Single().Message.FunctionMetadataResponse.FunctionMetadataResults;
        var loads = Fixture.RecordedMessages("*host2worker-FunctionLoadRequest-*.json").Select(m => m.Message)
            .ToDictionary(m => m.FunctionLoadRequest.FunctionId);
        Assert.Equal(metadata.Count, loads.Count);
        Assert.All(metadata, function => Assert.Equal(loads[function.FunctionId], Handshake.Load(function)));
    }
}
