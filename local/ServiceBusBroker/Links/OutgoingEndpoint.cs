using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>A link on which a client receives a queue's messages and settles them.</summary>
internal sealed class OutgoingEndpoint(MessageQueue queue, Dispatcher dispatcher, ListenerLink link, LinkContext context)
    : LinkEndpoint, IReceiver
{
    public LinkCredit Credit { get; } = new();

    public bool WantsDrain { get; set; }

    public bool PeekLock => !link.SettleOnSend;

    public DelayLine Line => context.Line;

    public bool TrySend(Delivery delivery) => context.Order.TrySend(link, () => link.SendMessage(delivery));

    // Not CompleteDrain(): that answers with drain = false, which rhea does not accept as an answer.
    public void ReportDrained() => context.Order.TrySend(link, () => link.SetCredit(0, drain: true, autoRestore: false));

    public override void OnFlow(FlowContext flowContext)
    {
        if (context.Flows.Latest is { } flow)
            dispatcher.OnFlow(this, flow.DeliveryCount, flow.LinkCredit, flow.Drain);
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // The link is ending (Aborted) or its connection was lost (closed), and the library "releases" unsettled messages. The service
        // keeps their locks until they expire.
        if (dispositionContext.State == ContextState.Aborted || link.IsClosed)
            return;

        var settled = Settle(((Delivery)dispositionContext.Message).LockToken, dispositionContext.DeliveryState);
        context.Line.Post(() => FrameOrder.TryRun(() =>
        {
            if (settled)
                dispositionContext.Complete();
            else
                dispositionContext.Complete(BrokerErrors.LockLost().Error);
        }));
    }

    public override void OnLinkClosed(ListenerLink closed, Error error)
    {
        context.Order.Close(link);
        dispatcher.Remove(this);
    }

    private bool Settle(Guid token, DeliveryState outcome) => outcome switch
    {
        Accepted => queue.Complete(token),
        Released => queue.Release(token),
        Modified { UndeliverableHere: true } modified => queue.Defer(token, modified.MessageAnnotations),
        Modified modified => queue.Abandon(token, modified.MessageAnnotations),
        Rejected rejected => DeadLetter(token, rejected.Error),
        _ => true,
    };

    // The official clients put reason and description into the error's info, among the properties that they want changed.
    private bool DeadLetter(Guid token, Error? error)
    {
        string? reason = error?.Condition, description = error?.Description;
        var changes = new Map();
        foreach (var (key, value) in error?.Info ?? [])
        {
            if (key.ToString() == DeadLetterProperties.Reason)
                reason = value as string ?? reason;
            else if (key.ToString() == DeadLetterProperties.Description)
                description = value as string ?? description;
            else
                changes[key.ToString()!] = value;
        }

        return queue.DeadLetter(token, reason, description, changes);
    }
}
