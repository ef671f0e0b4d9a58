using Amqp;
using Amqp.Listener;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Links;

/// <summary>A link on which a client sends messages to a queue.</summary>
internal sealed class IncomingEndpoint(MessageQueue queue, DelayLine line) : LinkEndpoint
{
    /// <summary>How many transfers a client may have under way.</summary>
    public const int InitialCredit = 1000;

    public override void OnMessage(MessageContext messageContext)
    {
        try
        {
            queue.Enqueue(MessageDecoder.Read(messageContext.Message));
            line.Post(() => FrameOrder.TryRun(messageContext.Complete));
        }
        catch (AmqpException exception)
        {
            line.Post(() => FrameOrder.TryRun(() => messageContext.Complete(exception.Error)));
        }
    }

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }
}
