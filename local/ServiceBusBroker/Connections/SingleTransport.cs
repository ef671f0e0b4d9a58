using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>Gives AMQPNetLite's accept loop one connection once its client has greeted; another one never comes.</summary>
internal sealed class SingleTransport(SocketTransport transport) : TransportProvider
{
    private SocketTransport? next = transport;

    public override async Task<IAsyncTransport> CreateAsync(Address address)
    {
        if (Interlocked.Exchange(ref next, null) is { } only && await only.GreetAsync().ConfigureAwait(false))
            return only;
        return await new TaskCompletionSource<IAsyncTransport>().Task.ConfigureAwait(false);
    }
}
