using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsHost.ServiceBus;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class MessageInvocationTests
{
    private static readonly DateTimeOffset Enqueued = new(2030, 1, 1, 3, 4, 5, 250, TimeSpan.Zero);
    private static readonly DateTimeOffset Expires = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

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
        "p",
        "\"cardinality\":\"One\"",
        false,
        Message("""{"Id":7,"Name":"seven"}""", "mid-1", 42, 2, "application/json", "subj", ("k", "v"))).TriggerMetadata);

    [Fact]
    public void Without_a_data_type_a_batch_is_one_json_array()
    {
        ServiceBusReceivedMessage[] messages = [Message("""{"Id":1}""", "a", 1, 1), Message("no json", "b", 2, 1)];
        var request = Build("messages", "\"cardinality\":\"Many\"", true, messages);
        Assert.Equal("""[{"Id":1},"no json"]""", request.InputData[0].Data.Json);
    }

    [Fact]
    public void A_binary_batch_is_bytes()
    {
        var request = Build("messages", "\"cardinality\":\"Many\",\"dataType\":\"Binary\"", true, Message("ab", "a", 1, 1));
        Assert.Equal("ab"u8.ToArray(), request.InputData[0].Data.CollectionBytes.Bytes[0].ToByteArray());
    }

    [Fact]
    public void A_function_that_takes_the_clients_type_gets_the_whole_message()
    {
        const string deferred = "\"properties\":{\"supportsDeferredBinding\":\"True\"}";
        var message = Message("""{"messageId":"body"}""", "a", 7, 2, "application/json", "review", ("shop", "north"));

        var one = Build("m", deferred, false, message);
        var many = Build("m", $"\"cardinality\":\"Many\",{deferred}", true, message, message);

        var sent = one.InputData[0].Data.ModelBindingData;
        Assert.Equal(("AzureServiceBusReceivedMessage", "application/octet-stream"), (sent.Source, sent.ContentType));
        var content = new BinaryData(sent.Content.ToByteArray()).ToMemory();
        var read = ServiceBusReceivedMessage.FromAmqpMessage(
            AmqpAnnotatedMessage.FromBytes(new BinaryData(content[16..])), new BinaryData(content[..16]));
        Assert.Equal(message.Body.ToString(), read.Body.ToString());
        Assert.Equal(("a", 7, 2, "review", "north"),
            (read.MessageId, read.SequenceNumber, read.DeliveryCount, read.Subject, read.ApplicationProperties["shop"]));
        Assert.Equal("a", one.TriggerMetadata["MessageId"].String); // The body overrides nothing: the host does not read it.
        Assert.Equal(2, many.InputData[0].Data.CollectionModelBindingData.ModelBindingData.Count);
    }

    [Fact]
    public void A_member_of_the_body_overrides_a_property_of_the_same_name_in_any_case()
    {
        var metadata = Build("m", "\"cardinality\":\"One\"", false,
            Message("""{"text":"a","Text":"b","messageId":"body"}""", "mine", 1, 1)).TriggerMetadata;
        Assert.Equal(("b", "body"), (metadata["text"].String, metadata["MessageId"].String));
        Assert.Equal(metadata.Count, metadata.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Properties_without_a_JSON_type_are_passed_as_text()
    {
        var message = Message("x", "a", 1, 1, properties: [("nan", double.NaN), ("when", Enqueued.UtcDateTime)]);
        var request = Build("m", "\"cardinality\":\"One\"", false, message);
        Assert.Equal("""{"nan":"NaN","when":"2030-01-01T03:04:05.25Z"}""", request.TriggerMetadata["ApplicationProperties"].Json);
    }

    [Fact]
    public void The_sender_s_trace_is_passed_to_the_worker()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var message = Message("x", "a", 1, 1, properties: ("Diagnostic-Id", trace));
        Assert.Equal(trace, Build("m", "\"cardinality\":\"One\"", false, message).TraceContext.TraceParent);
    }

    private static InvocationRequest Build(string parameter, string properties, bool isBatch, params ServiceBusReceivedMessage[] messages)
    {
        var json = $$"""{"name":"{{parameter}}","type":"serviceBusTrigger","queueName":"q",{{properties}}}""";
        return MessageInvocation.Build(new Binding(json, "F", Rig.Settings()), isBatch, messages, "bus.example");
    }

    private static ServiceBusReceivedMessage Message(
        string body,
        string id,
        long sequenceNumber,
        int deliveryCount,
        string? contentType = null,
        string? subject = null,
        params (string Name, object Value)[] properties) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString(body),
            messageId: id,
            contentType: contentType,
            subject: subject,
            properties: properties.ToDictionary(property => property.Name, property => property.Value),
            enqueuedTime: Enqueued,
            timeToLive: Expires - Enqueued,
            sequenceNumber: sequenceNumber,
            deliveryCount: deliveryCount);

    // The lock token belongs to the delivery, and only a connection can provide it.
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
