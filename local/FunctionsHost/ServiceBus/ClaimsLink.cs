using System.Collections.Concurrent;
using System.Globalization;
using Amqp;
using Amqp.Framing;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Claims-based security over AMQP: hands tokens to the node <c>$cbs</c> and waits for its consent. The clients do this with
/// the emulator too, so there is one way for all. Thread-safe.
/// </summary>
internal sealed class ClaimsLink
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string _replyTo = $"cbs-{Guid.NewGuid():N}";
    private readonly SenderLink _requests;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> _waiting = new();

    public ClaimsLink(Session session)
    {
        // The reply is sent to the link of this name and target address, so it must be there before the first request.
        var replies = new ReceiverLink(session, _replyTo, new Attach { Source = new Source { Address = "$cbs" }, Target = new Target { Address = _replyTo } }, null);
        replies.Start(50, OnReply);
        _requests = new SenderLink(session, $"{_replyTo}-requests", "$cbs");
    }

    /// <exception cref="AmqpException">The token was refused; the message says why.</exception>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task PutAsync(BusToken token, string audience)
    {
        var id = Guid.NewGuid().ToString("N");
        var waiting = _waiting[id] = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _requests.SendAsync(new Message
            {
                Properties = new Properties { MessageId = id, ReplyTo = _replyTo },
                ApplicationProperties = new ApplicationProperties
                {
                    ["operation"] = "put-token",
                    ["type"] = token.Kind,
                    ["name"] = audience,
                    ["expiration"] = token.Expires.UtcDateTime,
                },
                BodySection = new AmqpValue { Value = token.Value },
            }).WaitAsync(Timeout);
            await Task.Yield(); // Off the connection's own thread.
            Check(await waiting.Task.WaitAsync(Timeout), audience);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    private void OnReply(IReceiverLink link, Message reply)
    {
        link.Accept(reply);
        if (reply.Properties?.CorrelationId is { } id && _waiting.TryRemove(id, out var waiting))
            waiting.TrySetResult(reply);
    }

    private static void Check(Message reply, string audience)
    {
        var code = Convert.ToInt32(reply.ApplicationProperties?["status-code"] ?? 0, CultureInfo.InvariantCulture);
        if (code is not (200 or 202))
            throw new AmqpException(ErrorCode.UnauthorizedAccess, $"No access to {audience}: {code} {reply.ApplicationProperties?["status-description"]}");
    }
}
