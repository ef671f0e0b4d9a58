using System.Collections.Concurrent;
using System.Net;
using FunctionsProtocol;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RpcException = Grpc.Core.RpcException;

namespace FunctionsHost.Worker;

/// <summary>The gRPC server that workers connect to: plaintext HTTP/2 on a free loopback port.</summary>
internal sealed class WorkerServer : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly WorkerRegistry expected;

    private WorkerServer(WebApplication server, WorkerRegistry expected) => (this.server, this.expected) = (server, expected);

    public int Port => new Uri(server.Urls.First()).Port;

    public static async Task<WorkerServer> StartAsync()
    {
        var expected = new WorkerRegistry();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // One stream carries every request and answer, bodies up to 100 MB included: no size limit, wide windows.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null; // A worker at a breakpoint reads nothing.
            kestrel.Limits.Http2.InitialStreamWindowSize = kestrel.Limits.Http2.InitialConnectionWindowSize = 8 << 20;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        builder.Services.AddSingleton(expected);
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<WorkerService>();
        await server.StartAsync();
        return new WorkerServer(server, expected);
    }

    /// <summary>The channel of the worker that will introduce itself as <paramref name="workerId"/>. Other workers are refused.</summary>
    public Task<WorkerChannel> ExpectAsync(string workerId, Action<FunctionsProtocol.RpcLog> log) => expected.Expect(workerId, log);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await server.StopAsync(soon.Token);
        await server.DisposeAsync();
    }
}

/// <summary>The protocol's one call: a worker introduces itself, then both sides talk until one of them ends the stream.</summary>
internal sealed class WorkerService(WorkerRegistry workers, IHostApplicationLifetime host) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.ContentCase != StreamingMessage.ContentOneofCase.StartStream)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message must be StartStream."));

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, host.ApplicationStopping);
        await workers.Connect(requestStream.Current.StartStream.WorkerId, requestStream, responseStream).RunAsync(ends.Token);
    }
}

/// <summary>The workers that were started and have not connected yet. Thread-safe.</summary>
internal sealed class WorkerRegistry
{
    private readonly ConcurrentDictionary<string, (TaskCompletionSource<WorkerChannel> Connected, Action<RpcLog> Log)> expected = new();

    public Task<WorkerChannel> Expect(string workerId, Action<RpcLog> log)
    {
        var connected = new TaskCompletionSource<WorkerChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
        expected[workerId] = (connected, log);
        return connected.Task;
    }

    /// <summary>The channel for a worker that just introduced itself.</summary>
    /// <exception cref="RpcException">No worker with that id is expected.</exception>
    public WorkerChannel Connect(string workerId, IAsyncStreamReader<StreamingMessage> incoming,
        IServerStreamWriter<StreamingMessage> outgoing)
    {
        if (!expected.TryRemove(workerId, out var worker))
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"No worker '{workerId}' is expected."));
        var channel = new WorkerChannel(incoming, outgoing, worker.Log);
        worker.Connected.SetResult(channel);
        return channel;
    }
}
