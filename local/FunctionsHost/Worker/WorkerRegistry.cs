using System.Collections.Concurrent;
using FunctionsProtocol;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace FunctionsHost.Worker;

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
    /// <exception cref="RpcException">Nobody waits for a worker of that id.</exception>
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
