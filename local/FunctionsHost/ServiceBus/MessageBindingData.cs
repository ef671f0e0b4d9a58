using System.Globalization;
using System.Text;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsProtocol;

namespace FunctionsHost.ServiceBus;

/// <summary>The trigger metadata of Service Bus invocations, in the shapes recorded from the Functions host.</summary>
internal static class MessageBindingData
{
    private const string Seconds = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    // In the Functions host these are live objects, which serialise to empty objects.
    private static readonly string[] LiveObjects =
        ["MessageReceiver", "MessageSession", "MessageActions", "SessionActions", "ReceiveActions"];

    private static readonly (string Name, Func<ServiceBusReceivedMessage, string?> Value)[] Texts =
    [
        ("DeadLetterSource", m => m.DeadLetterSource),
        ("MessageId", m => m.MessageId),
        ("ContentType", m => m.ContentType),
        ("ReplyTo", m => m.ReplyTo),
        ("To", m => m.To),
        ("Subject", m => m.Subject),
        ("Label", m => m.Subject),
        ("CorrelationId", m => m.CorrelationId),
        ("SessionId", m => m.SessionId),
        ("ReplyToSessionId", m => m.ReplyToSessionId),
        ("PartitionKey", m => m.PartitionKey),
        ("TransactionPartitionKey", m => m.TransactionPartitionKey),
    ];

    /// <summary>
    /// For one message: a value for each property that the message has. If the function gets the body as text, also the members of a body
    /// that is a JSON object.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, TypedData>> OfOne(ServiceBusReceivedMessage message, string host, bool withBody)
    {
        foreach (var pair in Common(host))
            yield return pair;
        yield return new("DeliveryCount", BindingData.JsonOf(message.DeliveryCount));
        yield return new("LockToken", BindingData.Text(message.LockToken));
        yield return new("ExpiresAtUtc", BindingData.JsonOf(Utc(message.ExpiresAt)));
        yield return new("ExpiresAt", BindingData.JsonOf(Offset(message.ExpiresAt)));
        yield return new("EnqueuedTimeUtc", BindingData.JsonOf(Utc(message.EnqueuedTime)));
        yield return new("EnqueuedTime", BindingData.JsonOf(Offset(message.EnqueuedTime)));
        yield return new("SequenceNumber", BindingData.JsonOf(message.SequenceNumber));
        yield return new("ApplicationProperties", BindingData.JsonOf(message.ApplicationProperties));
        yield return new("UserProperties", BindingData.JsonOf(message.ApplicationProperties));
        foreach (var (name, value) in Texts)
            if (value(message) is { } text)
                yield return new(name, BindingData.Text(text));
        if (!withBody)
            yield break;
        foreach (var pair in BindingData.OfJsonObject(Encoding.UTF8.GetBytes(TriggerBody.Text(message))))
            yield return pair;
    }

    /// <summary>For a batch: an array per property, with an empty string for each message that lacks it.</summary>
    public static IEnumerable<KeyValuePair<string, TypedData>> OfBatch(IReadOnlyList<ServiceBusReceivedMessage> messages, string host)
    {
        foreach (var pair in Common(host))
            yield return pair;
        yield return new("DeliveryCountArray", BindingData.JsonOf(messages.Select(m => m.DeliveryCount)));
        yield return new("LockTokenArray", Strings(messages.Select(m => m.LockToken)));
        yield return new("ExpiresAtUtcArray", BindingData.JsonOf(messages.Select(m => Utc(m.ExpiresAt))));
        yield return new("ExpiresAtArray", BindingData.JsonOf(messages.Select(m => Offset(m.ExpiresAt))));
        yield return new("EnqueuedTimeUtcArray", BindingData.JsonOf(messages.Select(m => Utc(m.EnqueuedTime))));
        yield return new("EnqueuedTimeArray", BindingData.JsonOf(messages.Select(m => Offset(m.EnqueuedTime))));
        yield return new("SequenceNumberArray", Numbers(messages.Select(m => m.SequenceNumber)));
        yield return new("ApplicationPropertiesArray", BindingData.JsonOf(messages.Select(m => m.ApplicationProperties)));
        yield return new("UserPropertiesArray", BindingData.JsonOf(messages.Select(m => m.ApplicationProperties)));
        foreach (var (name, value) in Texts)
            yield return new(name + "Array", Strings(messages.Select(m => value(m) ?? "")));
    }

    private static IEnumerable<KeyValuePair<string, TypedData>> Common(string host)
    {
        foreach (var name in LiveObjects)
            yield return new(name, new TypedData { Json = "{}" });
        var client = new { FullyQualifiedNamespace = host, IsClosed = false, TransportType = 0, Identifier = $"{host}-functions-host" };
        yield return new("Client", BindingData.JsonOf(client));
    }

    private static TypedData Strings(IEnumerable<string> values) =>
        new() { CollectionString = new CollectionString { String = { values } } };

    private static TypedData Numbers(IEnumerable<long> values) => new() { CollectionSint64 = new CollectionSInt64 { Sint64 = { values } } };

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString(Seconds, CultureInfo.InvariantCulture);

    private static string Offset(DateTimeOffset time) => Utc(time) + "+00:00";
}
