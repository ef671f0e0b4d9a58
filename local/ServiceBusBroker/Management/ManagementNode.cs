using System.Collections;
using System.Globalization;
using Amqp;
using Amqp.Types;
using Microsoft.Extensions.Logging;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Management;

/// <summary>A queue's <c>$management</c> node: requests that clients cannot make on a link. Thread-safe.</summary>
internal sealed class ManagementNode(MessageQueue queue, ILogger log)
{
    private const long MaxAnswerBytes = 1024 * 1024;

    /// <summary>Carries out a request. Errors are in the answer.</summary>
    public ManagementResponse Handle(Message message)
    {
        var request = new ManagementRequest(message);
        try
        {
            return request.Operation switch
            {
                "com.microsoft:peek-message" => Peek(request),
                "com.microsoft:renew-lock" => RenewLocks(request),
                "com.microsoft:update-disposition" => Settle(request),
                "com.microsoft:schedule-message" => Schedule(request),
                "com.microsoft:cancel-scheduled-message" => CancelScheduled(request),
                "com.microsoft:receive-by-sequence-number" => ReceiveDeferred(request),
                _ => new ManagementResponse(501, $"The local broker does not know the operation '{request.Operation}'.",
                    ErrorCode.NotImplemented),
            };
        }
        catch (AmqpException exception)
        {
            return new ManagementResponse(StatusOf(exception.Error.Condition), exception.Error.Description, exception.Error.Condition);
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException)
        {
            log.LogWarning(exception, "A request to {Queue} could not be understood: {Operation}.", queue.Options.Name, request.Operation);
            return new ManagementResponse(400, $"The request '{request.Operation}' could not be understood: {exception.Message}",
                ErrorCode.InvalidField);
        }
    }

    private ManagementResponse Peek(ManagementRequest request)
    {
        var count = (int)Math.Clamp(request.Number("message-count"), 0, int.MaxValue);
        var found = queue.Peek(request.Number("from-sequence-number"), count, MaxAnswerBytes);
        return found.Count == 0
            ? new ManagementResponse(204, "There is no message from this sequence number on.", BrokerErrors.MessageNotFoundCondition)
            : ManagementResponse.With(new Map { ["messages"] = found.Select(Encoded).ToList() });
    }

    private ManagementResponse RenewLocks(ManagementRequest request) => ManagementResponse.With(new Map
    {
        ["expirations"] = request.LockTokens.Select(token => (queue.Renew(token) ?? throw BrokerErrors.LockLost()).UtcDateTime).ToArray(),
    });

    private ManagementResponse Settle(ManagementRequest request)
    {
        var settled = request.LockTokens.Select(token => SettleOne(token, request)).ToList();
        return settled.TrueForAll(done => done) ? ManagementResponse.Ok : throw BrokerErrors.LockLost();
    }

    // "defered" is how the service spells it.
    private bool SettleOne(Guid token, ManagementRequest request) => request.Text("disposition-status") switch
    {
        "completed" => queue.Complete(token),
        "abandoned" => queue.Abandon(token, request.PropertiesToModify),
        "defered" => queue.Defer(token, request.PropertiesToModify),
        "suspended" => queue.DeadLetter(
            token, request.Text("deadletter-reason"), request.Text("deadletter-description"), request.PropertiesToModify),
        var other => throw BrokerErrors.BadRequest($"'{other}' is not a disposition: use completed, abandoned, defered or suspended."),
    };

    private ManagementResponse Schedule(ManagementRequest request)
    {
        if (queue.DeadLetters is null)
            throw BrokerErrors.DeadLetterQueue(queue.Options.Name);
        var messages = request.Messages.Select(encoded => MessageDecoder.Decode(encoded, "scheduled message")).ToList();
        return ManagementResponse.With(new Map { ["sequence-numbers"] = queue.Enqueue(messages) });
    }

    private ManagementResponse CancelScheduled(ManagementRequest request)
    {
        foreach (var number in request.SequenceNumbers)
        {
            if (!queue.CancelScheduled(number))
                throw BrokerErrors.MessageNotFound(number);
        }

        return ManagementResponse.Ok;
    }

    private ManagementResponse ReceiveDeferred(ManagementRequest request)
    {
        var peekLock = request.Number("receiver-settle-mode") == 1;
        var messages = queue.ReceiveDeferred(request.SequenceNumbers, peekLock).Select(delivery =>
        {
            var entry = Encoded(delivery);
            entry["lock-token"] = delivery.LockToken;
            return entry;
        });
        return ManagementResponse.With(new Map { ["messages"] = messages.ToList() });
    }

    private static Map Encoded(Delivery delivery) => new() { ["message"] = MessageDecoder.Encode(delivery) };

    private static int StatusOf(string condition) => condition switch
    {
        _ when condition == BrokerErrors.LockLostCondition => 410,
        _ when condition == BrokerErrors.MessageNotFoundCondition => 404,
        _ when condition == ErrorCode.ResourceLimitExceeded => 403,
        _ => 400,
    };
}

/// <summary>Reads the values of a request, whose number types differ from client to client.</summary>
internal sealed class ManagementRequest(Message message)
{
    private readonly Map body = message.Body as Map ?? [];

    public string Operation => message.ApplicationProperties?["operation"] as string ?? "";

    public IReadOnlyList<Guid> LockTokens => [.. Values("lock-tokens").Cast<Guid>()];

    public IReadOnlyList<long> SequenceNumbers =>
        [.. Values("sequence-numbers").Select(value => Convert.ToInt64(value, CultureInfo.InvariantCulture))];

    public Map? PropertiesToModify => body["properties-to-modify"] as Map;

    /// <summary>The encoded messages to schedule.</summary>
    public IReadOnlyList<byte[]> Messages =>
        [.. Values("messages").Cast<Map>().Select(entry => (byte[])(entry["message"] ?? throw Lacks("message")))];

    public string? Text(string name) => body[name] as string;

    /// <exception cref="AmqpException">There is no such value.</exception>
    public long Number(string name) => Convert.ToInt64(Required(name), CultureInfo.InvariantCulture);

    private IEnumerable<object> Values(string name) => ((IEnumerable)Required(name)).Cast<object?>().Select(
        value => value ?? throw BrokerErrors.BadRequest($"The request '{Operation}' has an empty value in '{name}'."));

    private object Required(string name) => body[name] ?? throw Lacks(name);

    private AmqpException Lacks(string name) => BrokerErrors.BadRequest($"The request '{Operation}' lacks '{name}'.");
}

/// <summary>What a node answers to a request.</summary>
/// <param name="Status">A status as in HTTP.</param>
/// <param name="Description">The status in words.</param>
/// <param name="Condition">The AMQP error condition; null when all went well.</param>
/// <param name="Body">The value that the request asked for, if any.</param>
internal sealed record ManagementResponse(int Status, string Description, string? Condition = null, object? Body = null)
{
    public static readonly ManagementResponse Ok = new(200, "OK");

    /// <summary>The token node's answer; tokens are not checked.</summary>
    public static readonly ManagementResponse TokenAccepted = new(202, "Accepted");

    public static ManagementResponse With(object body) => Ok with { Body = body };
}
