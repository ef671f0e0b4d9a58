using System.Collections;
using System.Globalization;
using Amqp;
using Amqp.Types;
using ServiceBusBroker.Queues;

namespace ServiceBusBroker.Management;

/// <summary>Reads the values of a request, whose number types differ from client to client.</summary>
internal sealed class ManagementRequest(Message message)
{
    private readonly Map body = message.Body as Map ?? [];

    public string Operation => message.ApplicationProperties?["operation"] as string ?? "";

    public IReadOnlyList<Guid> LockTokens => [.. Values("lock-tokens").Cast<Guid>()];

    public IReadOnlyList<long> SequenceNumbers =>
        [.. Values("sequence-numbers").Cast<object>().Select(value => Convert.ToInt64(value, CultureInfo.InvariantCulture))];

    public Map? PropertiesToModify => body["properties-to-modify"] as Map;

    /// <summary>The encoded messages to schedule.</summary>
    public IReadOnlyList<byte[]> Messages => [.. Values("messages").Cast<Map>().Select(entry => (byte[])entry["message"])];

    public string? Text(string name) => body[name] as string;

    /// <exception cref="AmqpException">There is no such value.</exception>
    public long Number(string name) => Convert.ToInt64(Required(name), CultureInfo.InvariantCulture);

    private IEnumerable Values(string name) => (IEnumerable)Required(name);

    private object Required(string name) =>
        body[name] ?? throw BrokerErrors.BadRequest($"The request '{Operation}' lacks '{name}'.");
}
