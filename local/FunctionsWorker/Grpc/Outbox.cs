using System.Threading.Channels;
using FunctionsProtocol;

namespace Microsoft.Azure.Functions.Worker.Grpc;

/// <summary>What waits to be written to the host. One reader writes the stream; any thread may add.</summary>
internal sealed class Outbox
{
    // Bounded so that a host that reads slowly makes this process slower, not larger.
    private readonly Channel<StreamingMessage> messages =
        Channel.CreateBounded<StreamingMessage>(new BoundedChannelOptions(4096) { SingleReader = true });

    public ChannelReader<StreamingMessage> Reader => messages.Reader;

    public ValueTask SendAsync(StreamingMessage message, CancellationToken cancellationToken = default) =>
        messages.Writer.WriteAsync(message, cancellationToken);

    /// <summary>For log lines, which must neither block nor wait: a full outbox drops them.</summary>
    public void TrySend(StreamingMessage message) => messages.Writer.TryWrite(message);

    /// <summary>Nothing more will come; what is there is still written.</summary>
    public void Complete() => messages.Writer.TryComplete();
}
