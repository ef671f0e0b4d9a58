using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using FunctionsHost.Functions;
using FunctionsHost.ServiceBus;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class MessageInvocationTests
{
    private static readonly DateTime Enqueued = new(2030, 1, 1, 3, 4, 5, 250, DateTimeKind.Utc);
    private static readonly DateTime Expires = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void A_batch_becomes_the_message_of_the_fixture() => Same(
        Fixture.Read("queue-batch").InvocationRequest,
        Build("messages", "\"cardinality\":\"Many\",\"dataType\":\"String\"", true,
            Message("""{"text":"Good"}""", "first", 11, 1, "application/json", "review", ("shop", "north"), ("stars", 4)),
            Message("plain", "second", 12, 3)));

    [Fact]
    public void A_single_message_becomes_the_message_of_the_fixture() => Same(
        Fixture.Read("queue-single").InvocationRequest,
        Build("message", "\"cardinality\":\"One\"", false,
            Message("""{"text":"Good","stars":4}""", "only", 11, 2, "application/json", "review", ("shop", "north"))));

    [Fact]
    public void Batches_have_the_keys_and_kinds_of_the_recorded_one() => SameKinds("58-*.json", Build(
        "messages", "\"cardinality\":\"Many\",\"dataType\":\"String\"", true, Message("m1", "id1", 1, 1)).TriggerMetadata);

    [Fact]
    public void Single_messages_have_the_keys_and_kinds_of_the_recorded_one() => SameKinds("62-*.json", Build(
        "p", "\"cardinality\":\"One\"", false, Message("""{"Id":7,"Name":"seven"}""", "mid-1", 42, 2, "application/json", "subj", ("k", "v"))).TriggerMetadata);

    [Fact]
    public void Without_a_data_type_a_batch_is_one_json_array()
    {
        var request = Build("messages", "\"cardinality\":\"Many\"", true, Message("""{"Id":1}""", "a", 1, 1), Message("no json", "b", 2, 1));
        Assert.Equal("""[{"Id":1},"no json"]""", request.InputData[0].Data.Json);
    }

    [Fact]
    public void A_binary_batch_is_bytes()
    {
        var request = Build("messages", "\"cardinality\":\"Many\",\"dataType\":\"Binary\"", true, Message("ab", "a", 1, 1));
        Assert.Equal("ab"u8.ToArray(), request.InputData[0].Data.CollectionBytes.Bytes[0].ToByteArray());
    }

    [Fact]
    public void A_body_that_another_client_sent_as_a_value_is_read_too()
    {
        var message = new Message { BodySection = new AmqpValue { Value = "text" } };
        Assert.Equal("text", new ReceivedMessage(message).Text);
        Assert.Equal("text"u8.ToArray(), new ReceivedMessage(message).Bytes);
    }

    [Fact]
    public void Properties_that_json_has_no_word_for_are_still_told()
    {
        var request = Build("m", "\"cardinality\":\"One\"", false, Message("x", "a", 1, 1, properties: [("nan", double.NaN), ("symbol", new Symbol("s")), ("when", Enqueued)]));
        Assert.Equal("""{"nan":"NaN","symbol":"s","when":"2030-01-01T03:04:05.25Z"}""", request.TriggerMetadata["ApplicationProperties"].Json);
    }

    [Fact]
    public void The_sender_s_trace_goes_on_to_the_worker()
    {
        var message = Message("x", "a", 1, 1, properties: ("Diagnostic-Id", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Build("m", "\"cardinality\":\"One\"", false, message).TraceContext.TraceParent);
    }

    private static InvocationRequest Build(string parameter, string properties, bool isBatch, params ReceivedMessage[] messages) => MessageInvocation.Build(
        new Binding($$"""{"name":"{{parameter}}","type":"serviceBusTrigger","queueName":"q",{{properties}}}""", "F", Rig.Settings()), isBatch, messages, "bus.example");

    private static ReceivedMessage Message(
        string body, string id, long sequenceNumber, uint deliveryCount, string? contentType = null, string? subject = null, params (string Name, object Value)[] properties)
    {
        var message = new Message
        {
            Header = new Header { DeliveryCount = deliveryCount - 1 },
            Properties = new Properties { MessageId = id, AbsoluteExpiryTime = Expires },
            MessageAnnotations = new MessageAnnotations
            {
                [new Symbol("x-opt-sequence-number")] = sequenceNumber,
                [new Symbol("x-opt-enqueued-time")] = Enqueued,
            },
            BodySection = new Data { Binary = Encoding.UTF8.GetBytes(body) },
        };
        if (contentType is not null)
            message.Properties.ContentType = contentType;
        if (subject is not null)
            message.Properties.Subject = subject;
        if (properties.Length > 0)
            message.ApplicationProperties = new ApplicationProperties();
        foreach (var (name, value) in properties)
            message.ApplicationProperties![name] = value;
        return new ReceivedMessage(message);
    }

    // The lock token is the delivery's, which only a connection can give.
    private static void Same(InvocationRequest wanted, InvocationRequest built)
    {
        Assert.True(built.TriggerMetadata.Remove("LockToken") || built.TriggerMetadata.Remove("LockTokenArray"));
        Assert.True(wanted.Equals(built), $"wanted {wanted}\nbuilt  {built}");
    }

    private static void SameKinds(string recorded, IDictionary<string, TypedData> built)
    {
        var wanted = Fixture.RecordedMessages(recorded).Single().Message.InvocationRequest.TriggerMetadata;
        Assert.Equal(
            wanted.Select(pair => $"{pair.Key}: {pair.Value.DataCase}").Order(),
            built.Select(pair => $"{pair.Key}: {pair.Value.DataCase}").Order());
    }
}
