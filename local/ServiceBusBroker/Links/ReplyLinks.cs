using System.Collections.Concurrent;
using Amqp.Framing;
using Amqp.Listener;

namespace ServiceBusBroker.Links;

/// <summary>
/// One connection's links for answers, by every name under which a request may ask for them: the link's name, its target, or the node
/// it hangs on, because some clients (azure-servicebus for Python on <c>$cbs</c>) name no reply address at all. Thread-safe.
/// </summary>
internal sealed class ReplyLinks
{
    private readonly ConcurrentDictionary<string, ListenerLink> links = [];

    /// <summary>Remembers a link; the action forgets it.</summary>
    public Action Add(ListenerLink link, string? target, string node)
    {
        var names = new[] { link.Name, target, NodeName(node) }.OfType<string>().ToArray();
        foreach (var name in names)
            links[name] = link;
        return () =>
        {
            foreach (var name in names)
                links.TryRemove(KeyValuePair.Create(name, link));
        };
    }

    /// <summary>The link that a request's answer belongs on; null when the client has none.</summary>
    public ListenerLink? Find(string? replyTo, string node) =>
        replyTo is not null && links.TryGetValue(replyTo, out var link) ? link : links.GetValueOrDefault(NodeName(node));

    private static string NodeName(string node) => $"node {node}";
}

/// <summary>A link on which a client receives the answers to its requests.</summary>
internal sealed class ReplyEndpoint(Action closed) : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();

    public override void OnLinkClosed(ListenerLink link, Error error) => closed();
}
