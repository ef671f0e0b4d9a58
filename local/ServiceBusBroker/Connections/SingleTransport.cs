using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>Gives AMQPNetLite's accept loop one connection, then lets it wait for another that never comes.</summary>
internal sealed class SingleTransport(IAsyncTransport transport) : TransportProvider
{
    private IAsyncTransport? _next = transport;

    public override Task<IAsyncTransport> CreateAsync(Address address) =>
        Interlocked.Exchange(ref _next, null) is { } next
            ? Task.FromResult(next)
            : new TaskCompletionSource<IAsyncTransport>().Task;
}
