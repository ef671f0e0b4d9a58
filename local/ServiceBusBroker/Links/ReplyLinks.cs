using System.Collections.Concurrent;
using Amqp.Framing;
using Amqp.Listener;

namespace ServiceBusBroker.Links;

/// <summary>
/// One connection's links for answers, by every name that a request may use for them: the link's name, its target, or its node, because
/// some clients (azure-servicebus for Python on <c>$cbs</c>) give no reply address. Thread-safe.
/// </summary>
internal sealed class ReplyLinks
{
    private readonly ConcurrentDictionary<string, ListenerLink> links = [];

    /// <summary>Adds a link and returns the action that removes it.</summary>
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

    /// <summary>The link for the answer to a request; null if the client has none.</summary>
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
