using Amqp.Framing;
using Amqp.Listener;

namespace ServiceBusBroker.Links;

/// <summary>A link on which a client receives the answers to its requests.</summary>
internal sealed class ReplyEndpoint(Action closed) : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();

    public override void OnLinkClosed(ListenerLink link, Error error) => closed();
}
