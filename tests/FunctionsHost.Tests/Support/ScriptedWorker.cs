using FunctionsHost.Worker;
using FunctionsProtocol;
using Grpc.Core;
using Grpc.Net.Client;
using Answer = System.Func<FunctionsProtocol.InvocationRequest, System.Threading.CancellationToken,
    System.Threading.Tasks.Task<FunctionsProtocol.InvocationResponse>>;
using Kind = FunctionsProtocol.StreamingMessage.ContentOneofCase;

namespace FunctionsHost.Tests.Support;

/// <summary>
/// A worker in the test's own process, over real gRPC. It sends what a real worker sends and answers invocations as the test wants.
/// </summary>
internal sealed class ScriptedWorker : IWorkerProcess
{
    private readonly GrpcChannel channel;
    private readonly AsyncDuplexStreamingCall<StreamingMessage, StreamingMessage> call;
    private readonly IReadOnlyList<RpcFunctionMetadata> functions;
    private readonly Answer answer;
    private readonly SemaphoreSlim writing = new(1);
    private readonly Dictionary<string, CancellationTokenSource> running = [];
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedWorker(string id, int port, IReadOnlyList<RpcFunctionMetadata> functions, Answer answer, Task? mayStart = null)
    {
        channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}",
            new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        call = new FunctionRpc.FunctionRpcClient(channel).EventStream();
        (this.functions, this.answer) = (functions, answer);
        _ = RunAsync(id, mayStart ?? Task.CompletedTask);
    }

    /// <summary>Every message from the host, in order.</summary>
    public List<StreamingMessage> Heard { get; } = [];

    /// <summary>If set, the worker does not answer whether it is alive.</summary>
    public bool IgnoresPings { get; init; }

    public int Id => Environment.ProcessId;

    public Task Exited => exited.Task;

    private readonly TaskCompletionSource pinged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the host has sent a liveness check.</summary>
    public Task PingedAsync() => pinged.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public string ExitReason() => "exit code 137";

    public void Kill()
    {
        call.Dispose();
        channel.Dispose();
        exited.TrySetResult();
    }

    public async Task EndAsync(TimeSpan grace)
    {
        await Task.WhenAny(Exited, Task.Delay(grace));
        Kill();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    public static InvocationResponse Success(InvocationRequest request, TypedData? returns = null,
        params (string Name, TypedData Data)[] outputs)
    {
        var response = new InvocationResponse
        {
            InvocationId = request.InvocationId,
            Result = new StatusResult { Status = StatusResult.Types.Status.Success },
            ReturnValue = returns,
        };
        response.OutputData.Add(outputs.Select(output => new ParameterBinding { Name = output.Name, Data = output.Data }));
        return response;
    }

    public static InvocationResponse Failure(InvocationRequest request, string why) => new()
    {
        InvocationId = request.InvocationId,
        Result = new StatusResult
        {
            Exception = new FunctionsProtocol.RpcException
            {
                Message = why,
                Type = "System.InvalidOperationException",
                IsUserException = true
            }
        },
    };

    private async Task RunAsync(string id, Task mayStart)
    {
        try
        {
            await mayStart;
            await SendAsync(new StreamingMessage { StartStream = new StartStream { WorkerId = id } });
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var message = call.ResponseStream.Current;
                lock (Heard)
                    Heard.Add(message);
                if (message.ContentCase == Kind.WorkerTerminate)
                    break;
                await HandleAsync(message);
            }
        }
        catch (Exception gone) when (gone is Grpc.Core.RpcException or ObjectDisposedException or InvalidOperationException)
        {
            // The worker was killed, or the host ended the stream.
        }

        exited.TrySetResult();
    }

    private async Task HandleAsync(StreamingMessage message)
    {
        var success = new StatusResult { Status = StatusResult.Types.Status.Success };
        switch (message.ContentCase)
        {
            case Kind.WorkerInitRequest:
                await SendAsync(
                    new StreamingMessage { WorkerInitResponse = new WorkerInitResponse { Result = success, WorkerVersion = "2.52.0.0" } });
                break;
            case Kind.FunctionsMetadataRequest:
                await SendAsync(
                    new StreamingMessage
                    {
                        FunctionMetadataResponse =
                        new FunctionMetadataResponse { Result = success, FunctionMetadataResults = { functions } }
                    });
                break;
            case Kind.FunctionLoadRequest:
                await SendAsync(
                    new StreamingMessage
                    {
                        FunctionLoadResponse =
                        new FunctionLoadResponse { Result = success, FunctionId = message.FunctionLoadRequest.FunctionId }
                    });
                break;
            case Kind.WorkerStatusRequest:
                pinged.TrySetResult();
                if (!IgnoresPings)
                    await SendAsync(
                        new StreamingMessage { RequestId = message.RequestId, WorkerStatusResponse = new WorkerStatusResponse() });
                break;
            case Kind.InvocationRequest:
                _ = InvokeAsync(message.InvocationRequest);
                break;
            case Kind.InvocationCancel:
                lock (running)
                    running.GetValueOrDefault(message.InvocationCancel.InvocationId)?.Cancel();
                break;
        }
    }

    private async Task InvokeAsync(InvocationRequest request)
    {
        using var cancel = new CancellationTokenSource();
        lock (running)
            running[request.InvocationId] = cancel;
        InvocationResponse response;
        try
        {
            response = await Task.Run(() => answer(request, cancel.Token));
        }
        catch (Exception exception)
        {
            response = Failure(request, exception.Message);
        }

        lock (running)
            running.Remove(request.InvocationId);
        await SendAsync(new StreamingMessage { InvocationResponse = response });
    }

    private async Task SendAsync(StreamingMessage message)
    {
        await writing.WaitAsync();
        try
        {
            await call.RequestStream.WriteAsync(message);
        }
        catch (Exception gone) when (gone is Grpc.Core.RpcException or ObjectDisposedException or InvalidOperationException)
        {
            // A killed worker does not answer.
        }
        finally
        {
            writing.Release();
        }
    }
}
