using Amqp;
using Amqp.Framing;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Claims-based security over AMQP: hands tokens to the node <c>$cbs</c> and waits for its consent. The clients do this with
/// the emulator too, so there is one way for all. Thread-safe.
/// </summary>
internal sealed class ClaimsLink(Session session)
{
    private readonly RequestLink _node = new(session, "$cbs");

    /// <exception cref="AmqpException">The token was refused; the message says why.</exception>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task PutAsync(BusToken token, string audience)
    {
        var reply = await _node.AskAsync(new Message
        {
            ApplicationProperties = new ApplicationProperties
            {
                ["operation"] = "put-token",
                ["type"] = token.Kind,
                ["name"] = audience,
                ["expiration"] = token.Expires.UtcDateTime,
            },
            BodySection = new AmqpValue { Value = token.Value },
        });
        if (RequestLink.Status(reply) is not (200 or 202))
            throw new AmqpException(ErrorCode.UnauthorizedAccess, $"No access to {audience}: {RequestLink.Status(reply)} {RequestLink.Description(reply)}");
    }
}
