using FunctionsProtocol;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace FunctionsHost.Worker;

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
