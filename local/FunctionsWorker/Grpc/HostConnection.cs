using FunctionsProtocol;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Grpc;

/// <summary>The one stream to the host, for the life of the process. When it ends, so does the process.</summary>
internal sealed class HostConnection(
    IConfiguration configuration,
    Outbox outbox,
    Handshake handshake,
    InvocationHandler invocations,
    IHostApplicationLifetime lifetime,
    ILogger<HostConnection> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var channel = GrpcChannel.ForAddress(Required("functions-uri"), new GrpcChannelOptions
            {
                MaxReceiveMessageSize = configuration.GetValue("functions-grpc-max-message-length", int.MaxValue),
                MaxSendMessageSize = null,
            });
            using var stream = new FunctionRpc.FunctionRpcClient(channel).EventStream(cancellationToken: stoppingToken);
            await outbox.SendAsync(new() { StartStream = new() { WorkerId = Required("functions-worker-id") } }, stoppingToken);
            var writing = WriteAsync(stream.RequestStream);
            await ReadAsync(stream.ResponseStream, stoppingToken);
            outbox.Complete();
            await writing;
            await stream.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is global::Grpc.Core.RpcException or OperationCanceledException or IOException)
        {
            if (!stoppingToken.IsCancellationRequested)
                await Console.Error.WriteLineAsync($"The connection to the Functions host ended: {exception.Message}");
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private string Required(string name) => configuration[name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException(
            $"The argument --{name} is missing. A worker is started by a Functions host: run 'dotnet run --project local/FunctionsHost', or 'func start'.");

    private async Task WriteAsync(IClientStreamWriter<StreamingMessage> stream)
    {
        await foreach (var message in outbox.Reader.ReadAllAsync())
            await stream.WriteAsync(message);
    }

    private async Task ReadAsync(IAsyncStreamReader<StreamingMessage> stream, CancellationToken stoppingToken)
    {
        while (await stream.MoveNext(stoppingToken))
        {
            var message = stream.Current;
            switch (message.ContentCase)
            {
                case StreamingMessage.ContentOneofCase.InvocationRequest:
                    invocations.Start(message);
                    break;
                case StreamingMessage.ContentOneofCase.InvocationCancel:
                    invocations.Cancel(message.InvocationCancel.InvocationId);
                    break;
                case StreamingMessage.ContentOneofCase.WorkerTerminate:
                    await invocations.DrainAsync(message.WorkerTerminate.GracePeriod?.ToTimeSpan() ?? TimeSpan.FromSeconds(5));
                    await outbox.SendAsync(new() { RequestId = message.RequestId }, stoppingToken);
                    return;
                default:
                    if (handshake.Answer(message) is { } answer)
                        await outbox.SendAsync(answer, stoppingToken);
                    else
                        logger.LogDebug("The host sent {Content}, which this worker does not know.", message.ContentCase);
                    break;
            }
        }
    }
}
