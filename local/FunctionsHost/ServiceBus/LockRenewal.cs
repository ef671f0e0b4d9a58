using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Keeps the lock of a single message while its function runs, as the Functions host does (batches it leaves to their locks).
/// Thread-safe.
/// </summary>
internal sealed class LockRenewal(Session session, string entity)
{
    private readonly Lazy<RequestLink> _management = new(() => new RequestLink(session, entity + "/$management"));

    /// <summary>Renews at half-time, again and again, until <paramref name="done"/>. Never fails: a lock that is lost shows when the message comes again.</summary>
    public async Task KeepAsync(ReceivedMessage message, CancellationToken done)
    {
        try
        {
            for (var until = message.LockedUntil; until < DateTime.MaxValue;)
            {
                var left = until - DateTime.UtcNow;
                await Task.Delay(left > TimeSpan.Zero ? left / 2 : TimeSpan.Zero, done);
                until = await RenewAsync(message.LockToken);
            }
        }
        catch (Exception lost) when (lost is OperationCanceledException or AmqpException or TimeoutException or ObjectDisposedException)
        {
        }
    }

    private async Task<DateTime> RenewAsync(Guid token)
    {
        var reply = await _management.Value.AskAsync(new Message
        {
            ApplicationProperties = new ApplicationProperties { ["operation"] = "com.microsoft:renew-lock" },
            BodySection = new AmqpValue { Value = new Map { ["lock-tokens"] = new[] { token } } },
        });
        if (RequestLink.Status(reply) != 200)
            throw new AmqpException("com.microsoft:message-lock-lost", RequestLink.Description(reply));
        return ((DateTime[])((Map)reply.Body)["expirations"])[0];
    }
}
