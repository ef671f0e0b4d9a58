using System.Collections.Concurrent;
using System.Threading.Channels;
using FunctionsProtocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Kind = FunctionsProtocol.StreamingMessage.ContentOneofCase;
using RpcException = Grpc.Core.RpcException;

namespace FunctionsHost.Worker;

/// <summary>
/// One worker's event stream: sends requests, matches the answers to them by kind and id, passes on the logs.
/// Thread-safe; many invocations run at once. When the stream ends, everything still waiting fails with
/// <see cref="WorkerLostException"/>.
/// </summary>
internal sealed class WorkerChannel(IAsyncStreamReader<StreamingMessage> incoming,
    IServerStreamWriter<StreamingMessage> outgoing, Action<RpcLog> log)
{
    private readonly Channel<StreamingMessage> sending = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<(Kind, string), TaskCompletionSource<StreamingMessage>> waiting = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stream ends; never fails.</summary>
    public Task Ended => ended.Task;

    /// <summary>Moves messages both ways until either side ends the stream. Called once, by the gRPC service.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(ends.Token);
        try
        {
            while (await incoming.MoveNext(ends.Token))
                Receive(incoming.Current);
        }
        catch (Exception exception) when (exception is RpcException or IOException or OperationCanceledException
            or InvalidOperationException)
        {
            // The worker died or the host is stopping: both end the stream, and waiting callers get an exception below.
        }
        finally
        {
            sending.Writer.TryComplete();
            await ends.CancelAsync();
            await writing;
            ended.TrySetResult();
            foreach (var key in waiting.Keys)
                Fail(key);
        }
    }

    public Task<StreamingMessage> RequestAsync(StreamingMessage message, Kind answer, string id, CancellationToken cancellationToken)
    {
        var waiting = Expect((answer, id));
        Send(message);
        return waiting.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a function. <paramref name="cancellationToken"/> asks the worker to stop it; the worker's answer is still awaited.
    /// </summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var answer = Expect((Kind.InvocationResponse, request.InvocationId));
        Send(new StreamingMessage { InvocationRequest = request });
        await using (cancellationToken.Register(
            () => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } })))
            return (await answer).InvocationResponse;
    }

    /// <summary>Asks whether the worker still reads its stream.</summary>
    public Task PingAsync(CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        return RequestAsync(new StreamingMessage { RequestId = id, WorkerStatusRequest = new WorkerStatusRequest() },
            Kind.WorkerStatusResponse, id, cancellationToken);
    }

    /// <summary>Tells the worker to end; it has <paramref name="grace"/> to do so.</summary>
    public void Terminate(TimeSpan grace) =>
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    // A message for an ended stream is dropped: its sender gets an exception from the answer that it awaits.
    private void Send(StreamingMessage message) => sending.Writer.TryWrite(message);

    private Task<StreamingMessage> Expect((Kind, string) key)
    {
        var waiting = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!this.waiting.TryAdd(key, waiting))
            throw new InvalidOperationException($"An answer {key} is already awaited.");
        if (ended.Task.IsCompleted)
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
            default: // None is the worker's last message; other kinds answer requests that this host never sends.
                break;
        }
    }

    private void Answer(StreamingMessage message, string id)
    {
        if (waiting.TryRemove((message.ContentCase, id), out var source))
            source.TrySetResult(message);
    }

    private void Fail((Kind, string) key)
    {
        if (waiting.TryRemove(key, out var source))
            source.TrySetException(new WorkerLostException("The worker's connection ended before it answered."));
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in sending.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or IOException or OperationCanceledException
            or InvalidOperationException)
        {
            // The reading side notices the same and ends the stream.
        }
    }
}

/// <summary>The worker ended before it answered, so it is unknown whether the function ran to its end.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
