using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

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
