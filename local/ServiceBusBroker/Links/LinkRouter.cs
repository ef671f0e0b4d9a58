using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Transactions;
using Amqp.Types;
using Microsoft.Extensions.Logging;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>Assigns an endpoint to each link of one client, by the link's address and direction.</summary>
internal sealed class LinkRouter(QueueNodes nodes, LinkContext context, ILogger log) : ILinkProcessor
{
    private static readonly Symbol SessionFilter = new("com.microsoft:session-filter");

    private readonly ReplyLinks replies = new();

    public void Process(AttachContext attachContext) => context.Order.Attach(() => Accept(attachContext));

    private void Accept(AttachContext attachContext)
    {
        var attach = attachContext.Attach;
        var clientReceives = attach.Role;
        if (!clientReceives)
            // Clients size their batches by it, and would also apply it to what they receive.
            attach.MaxMessageSize = MessageDecoder.MaxBytes;
        var target = (attach.Target as Target)?.Address;
        var address = QueueAddress.Parse((clientReceives ? (attach.Source as Source)?.Address : target) ?? "");
        try
        {
            RefuseUnsupported(attach);
            if (address.IsManagement && clientReceives)
                attachContext.Complete(Replies(address, target, attachContext.Link), 0);
            else if (address.IsManagement)
                attachContext.Complete(Requests(address), RequestEndpoint.InitialCredit);
            else if (clientReceives)
                attachContext.Complete(Receiver(Find(address), attachContext.Link), 0);
            else
                attachContext.Complete(Sender(Find(address)), IncomingEndpoint.InitialCredit);
        }
        catch (AmqpException exception)
        {
            log.LogWarning("Refused a link: {Reason}", exception.Error.Description);
            attachContext.Complete(exception.Error);
        }
    }

    // An error is better than messages without the guarantees that the client expects.
    private static void RefuseUnsupported(Attach attach)
    {
        if (attach.Target is Coordinator)
            throw BrokerErrors.NotSupported("transactions");
        if (attach.Source is Source { FilterSet: { } filters } && filters.ContainsKey(SessionFilter))
            throw BrokerErrors.NotSupported("sessions");
    }

    private RequestEndpoint Requests(QueueAddress address) => new(
        address.Entity,
        address.Entity == QueueAddress.TokenNode ? _ => Management.ManagementResponse.TokenAccepted : Find(address).Management.Handle,
        replies,
        context,
        log);

    private ReplyEndpoint Replies(QueueAddress address, string? target, ListenerLink link)
    {
        context.Order.Open(link);
        return new ReplyEndpoint(replies.Add(link, target, address.Entity));
    }

    private OutgoingEndpoint Receiver(QueueNode node, ListenerLink link)
    {
        var endpoint = new OutgoingEndpoint(node.Queue, node.Dispatcher, link, context);
        context.Order.Open(link);
        node.Dispatcher.Add(endpoint);
        return endpoint;
    }

    private IncomingEndpoint Sender(QueueNode node) => node.Queue.DeadLetters is null
        ? throw BrokerErrors.DeadLetterQueue(node.Queue.Options.Name)
        : new IncomingEndpoint(node.Queue, context.Line);

    private QueueNode Find(QueueAddress address) => nodes.Find(address.Entity) ?? throw BrokerErrors.QueueNotFound(address.Entity);
}

/// <summary>What all links of one connection share.</summary>
/// <param name="Order">Keeps what is sent in an order that the client understands.</param>
/// <param name="Line">Delays it by the broker's latency.</param>
/// <param name="Flows">What the client's latest flow said.</param>
internal sealed record LinkContext(FrameOrder Order, DelayLine Line, FlowTracker Flows);
