using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using Microsoft.Extensions.Logging;
using ServiceBusBroker.Management;

namespace ServiceBusBroker.Links;

/// <summary>A link on which a client sends requests to a node; the answers go out on another of its links.</summary>
/// <param name="node">The node's address, to find the link for answers.</param>
/// <param name="answer">What the node answers.</param>
/// <param name="replies">The client's links for answers.</param>
/// <param name="context">What the client's links share.</param>
/// <param name="log">The log for requests whose answer has no link.</param>
internal sealed class RequestEndpoint(string node, Func<Message, ManagementResponse> answer, ReplyLinks replies,
    LinkContext context, ILogger log)
    : LinkEndpoint
{
    /// <summary>How many requests a client may have under way.</summary>
    public const int InitialCredit = 100;

    public override void OnMessage(MessageContext messageContext)
    {
        var request = messageContext.Message;
        var reply = ToMessage(answer(request), request.Properties?.GetMessageId());
        var replyTo = request.Properties?.ReplyTo;
        context.Line.Post(() =>
        {
            FrameOrder.TryRun(messageContext.Complete);
            if (replies.Find(replyTo, node) is not { } link || !context.Order.TrySend(link, () => link.SendMessage(reply)))
                log.LogWarning("A request to {Node} was carried out, but its client has no open link for the answer.", node);
        });
    }

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    // Both spellings: the token node's clients read "status-code", the management node's "statusCode".
    private static Message ToMessage(ManagementResponse answer, object? correlationId)
    {
        var message = new Message
        {
            Properties = new Properties(),
            ApplicationProperties = new ApplicationProperties
            {
                ["statusCode"] = answer.Status,
                ["status-code"] = answer.Status,
                ["statusDescription"] = answer.Description,
                ["status-description"] = answer.Description,
            },
            BodySection = new AmqpValue { Value = answer.Body },
        };
        message.Properties.SetCorrelationId(correlationId);
        if (answer.Condition is { } condition)
        {
            message.ApplicationProperties["errorCondition"] = new Symbol(condition);
            message.ApplicationProperties["error-condition"] = new Symbol(condition);
        }

        return message;
    }
}
