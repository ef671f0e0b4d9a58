using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;
using Amqp.Types;
using Microsoft.Extensions.Logging;
using ServiceBusBroker.Links;
using ServiceBusBroker.Queues;
using EventId = Amqp.Handler.EventId;

namespace ServiceBusBroker.Connections;

/// <summary>One client's connection, run by an AMQPNetLite host of its own.</summary>
internal sealed class ClientConnection : IHandler, IDisposable
{
    private const int MaxFrameBytes = 64 * 1024;
    private const int MaxSessions = 4096;
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(30);

    private readonly FrameOrder order = new();
    private readonly DelayLine line;
    private readonly SocketTransport transport;
    private readonly ContainerHost host;
    private readonly ITimer handshake;

    /// <summary>Starts to serve the client.</summary>
    /// <param name="socket">The accepted socket, closed with the connection.</param>
    /// <param name="nodes">The broker's queues.</param>
    /// <param name="time">The clock for the handshake, which must be over in 30 seconds, and for the latency.</param>
    /// <param name="latency">How long every answer and every delivery takes.</param>
    /// <param name="log">The log for refused links and requests.</param>
    public ClientConnection(Socket socket, QueueNodes nodes, TimeProvider time, TimeSpan latency, ILogger log)
    {
        var flows = new FlowTracker();
        line = new DelayLine(time, latency);
        transport = new SocketTransport(socket);
        handshake = time.CreateTimer(_ => transport.Close(), null, HandshakeTimeout, Timeout.InfiniteTimeSpan);
        host = new ContainerHost(new Address("amqp://127.0.0.1"));
        host.CustomTransports[host.Listeners[0].Address.Scheme] = new SingleTransport(transport);
        host.RegisterLinkProcessor(new LinkRouter(nodes, new LinkContext(order, line, flows), log));
        host.AddressResolver = (_, attach) => attach.LinkName; // The router needs more than the address; this only must not be empty.
        var listener = host.Listeners[0];
        foreach (var mechanism in AnonymousSasl.Mechanisms)
            listener.SASL.EnableMechanism(new Symbol(mechanism), new AnonymousSasl(mechanism, flows));
        listener.AMQP.MaxFrameSize = MaxFrameBytes;
        listener.AMQP.MaxSessionsPerConnection = MaxSessions;
        listener.HandlerFactory = _ => this;
        host.Open();
    }

    /// <summary>Completes when the socket is closed.</summary>
    public Task Closed => transport.Closed;

    /// <summary>Sends a close; the socket closes when the client has answered.</summary>
    public void BeginClose() => host.Close();

    /// <summary>Closes the socket whatever the client does.</summary>
    public void Dispose()
    {
        handshake.Dispose();
        transport.Close();
        line.Dispose();
    }

    bool IHandler.CanHandle(EventId id) =>
        id is EventId.SendDelivery or EventId.ConnectionRemoteOpen or EventId.LinkRemoteClose or EventId.SessionLocalOpen;

    void IHandler.Handle(Event protocolEvent)
    {
        if (protocolEvent.Id == EventId.ConnectionRemoteOpen)
            handshake.Dispose();
        else if (protocolEvent.Id == EventId.LinkRemoteClose)
            order.Close(protocolEvent.Link);
        else if (protocolEvent.Id == EventId.SessionLocalOpen)
            KeepWindowOpen((Begin)protocolEvent.Context);
        // The service's delivery tag is the lock token; clients settle by it, on the link or through the management node.
        else if (protocolEvent.Context is IDelivery { Message: Delivery message } delivery)
            delivery.Tag = message.LockToken.ToByteArray();
    }

    // A session's window is next-incoming-id + incoming-window - next-outgoing-id, modulo 2^32. The official .NET client's window is 2^32 -
    // 1, and AMQPNetLite counts a transfer only after it has written it. If the client's flow arrives in between, the client has counted
    // one more: the sum is 2^32, the window is 0, and the transfer stays in the library until the next flow, perhaps forever. Starting the
    // count one lower on the wire leaves room for that transfer.
    private static void KeepWindowOpen(Begin begin)
    {
        if (begin.OutgoingWindow == uint.MaxValue) // The library copies the client's incoming window.
            begin.NextOutgoingId = unchecked(begin.NextOutgoingId - 1);
    }
}

/// <summary>Gives AMQPNetLite's accept loop one connection, once the client's header is read, and never another one.</summary>
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
