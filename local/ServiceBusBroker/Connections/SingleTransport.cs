using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>Gives AMQPNetLite's accept loop one connection once its client has greeted; another one never comes.</summary>
internal sealed class SingleTransport(SocketTransport transport) : TransportProvider
{
    private SocketTransport? _next = transport;

    public override async Task<IAsyncTransport> CreateAsync(Address address)
    {
        if (Interlocked.Exchange(ref _next, null) is { } next && await next.GreetAsync().ConfigureAwait(false))
            return next;
        return await new TaskCompletionSource<IAsyncTransport>().Task.ConfigureAwait(false);
    }
}
