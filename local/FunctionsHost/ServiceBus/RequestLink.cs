using System.Collections.Concurrent;
using System.Globalization;
using Amqp;
using Amqp.Framing;

namespace FunctionsHost.ServiceBus;

/// <summary>Request and reply with one of a namespace's own nodes, such as <c>$cbs</c> or <c>QUEUE/$management</c>. Thread-safe.</summary>
internal sealed class RequestLink
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string _replyTo = $"reply-{Guid.NewGuid():N}";
    private readonly SenderLink _requests;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> _waiting = new();

    public RequestLink(Session session, string node)
    {
        // The reply is sent to the link of this name and target address, so it must be there before the first request.
        var replies = new ReceiverLink(session, _replyTo, new Attach { Source = new Source { Address = node }, Target = new Target { Address = _replyTo } }, null);
        replies.Start(50, OnReply);
        _requests = new SenderLink(session, $"{_replyTo}-requests", node);
    }

    /// <summary>Sends a request and waits for its answer. Ids and the reply address are filled in here.</summary>
    /// <exception cref="AmqpException">The request could not be delivered.</exception>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task<Message> AskAsync(Message request)
    {
        var id = Guid.NewGuid().ToString("N");
        request.Properties = new Properties { MessageId = id, ReplyTo = _replyTo };
        var waiting = _waiting[id] = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _requests.SendAsync(request).WaitAsync(Timeout);
            await Task.Yield(); // Off the connection's own thread, which must be free to receive.
            return await waiting.Task.WaitAsync(Timeout);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>The answer's status as in HTTP; nodes differ in how they spell its name.</summary>
    public static int Status(Message reply) =>
        Convert.ToInt32(reply.ApplicationProperties?["statusCode"] ?? reply.ApplicationProperties?["status-code"] ?? 0, CultureInfo.InvariantCulture);

    /// <summary>The status in words.</summary>
    public static string Description(Message reply) =>
        (reply.ApplicationProperties?["statusDescription"] ?? reply.ApplicationProperties?["status-description"])?.ToString() ?? "";

    private void OnReply(IReceiverLink link, Message reply)
    {
        link.Accept(reply);
        if (reply.Properties?.GetCorrelationId()?.ToString() is { } id && _waiting.TryRemove(id, out var waiting))
            waiting.TrySetResult(reply);
    }
}
