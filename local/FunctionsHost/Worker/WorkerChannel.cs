using System.Collections.Concurrent;
using System.Threading.Channels;
using FunctionsProtocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Kind = FunctionsProtocol.StreamingMessage.ContentOneofCase;
using RpcException = Grpc.Core.RpcException;

namespace FunctionsHost.Worker;

/// <summary>
/// One worker's event stream: sends requests, matches the answers to them by kind and id, hands out the logs.
/// Thread-safe; many invocations are under way at once. When the stream ends, everything still waiting fails with
/// <see cref="WorkerLostException"/>.
/// </summary>
internal sealed class WorkerChannel(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, Action<RpcLog> log)
{
    private readonly Channel<StreamingMessage> _sending = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<(Kind, string), TaskCompletionSource<StreamingMessage>> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the stream; never fails.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Moves messages both ways until either side ends the stream. Called once, by the gRPC service.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var writing = WriteAsync(ends.Token);
        try
        {
            while (await incoming.MoveNext(ends.Token))
                Receive(incoming.Current);
        }
        catch (Exception broken) when (broken is RpcException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The worker died or we are stopping: both end the stream, and those who wait are told below.
        }
        finally
        {
            _sending.Writer.TryComplete();
            await ends.CancelAsync();
            await writing;
            _ended.TrySetResult();
            foreach (var waiting in _waiting.Keys)
                Fail(waiting);
        }
    }

    public Task<StreamingMessage> RequestAsync(StreamingMessage message, Kind answer, string id, CancellationToken cancel)
    {
        var waiting = Expect((answer, id));
        Send(message);
        return waiting.WaitAsync(cancel);
    }

    /// <summary>Runs a function. <paramref name="cancel"/> asks the worker to stop it; the worker's answer is awaited all the same.</summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancel)
    {
        var answer = Expect((Kind.InvocationResponse, request.InvocationId));
        Send(new StreamingMessage { InvocationRequest = request });
        await using (cancel.Register(() => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } })))
            return (await answer).InvocationResponse;
    }

    /// <summary>Asks whether the worker still reads its stream.</summary>
    public Task PingAsync(CancellationToken cancel)
    {
        var id = Guid.NewGuid().ToString();
        return RequestAsync(new StreamingMessage { RequestId = id, WorkerStatusRequest = new WorkerStatusRequest() }, Kind.WorkerStatusResponse, id, cancel);
    }

    /// <summary>Tells the worker to end; it has <paramref name="grace"/> to do so.</summary>
    public void Terminate(TimeSpan grace) =>
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    // A message for a stream that has ended has nobody to go to: its sender learns that from the answer it awaits.
    private void Send(StreamingMessage message) => _sending.Writer.TryWrite(message);

    private Task<StreamingMessage> Expect((Kind, string) key)
    {
        var waiting = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.TryAdd(key, waiting))
            throw new InvalidOperationException($"An answer {key} is already awaited.");
        if (_ended.Task.IsCompleted)
            Fail(key);
        return waiting.Task;
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case Kind.RpcLog:
                log(message.RpcLog);
                break;
            case Kind.InvocationResponse:
                Answer(message, message.InvocationResponse.InvocationId);
                break;
            case Kind.FunctionLoadResponse:
                Answer(message, message.FunctionLoadResponse.FunctionId);
                break;
            case Kind.WorkerStatusResponse:
                Answer(message, message.RequestId);
                break;
            case Kind.WorkerInitResponse or Kind.FunctionMetadataResponse:
                Answer(message, "");
                break;
            default: // None is the worker's goodbye; other kinds are answers to what this host never asks.
                break;
        }
    }

    private void Answer(StreamingMessage message, string id)
    {
        if (_waiting.TryRemove((message.ContentCase, id), out var waiting))
            waiting.TrySetResult(message);
    }

    private void Fail((Kind, string) key)
    {
        if (_waiting.TryRemove(key, out var waiting))
            waiting.TrySetException(new WorkerLostException("The worker's connection ended before it answered."));
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var message in _sending.Reader.ReadAllAsync(cancel))
                await outgoing.WriteAsync(message, cancel);
        }
        catch (Exception broken) when (broken is RpcException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The reading side notices the same and ends the stream.
        }
    }
}
