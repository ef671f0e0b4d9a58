using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using FunctionsHost.Functions;
using FunctionsHost.ServiceBus;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class OutgoingMessagesTests
{
    [Fact]
    public void A_text_is_one_message() => Assert.Equal([("hello", "text/plain")], Sent(new TypedData { String = "hello" }));

    [Fact]
    public void A_text_with_a_JSON_array_is_split_as_on_the_platform() =>
        Assert.Equal([("a", "text/plain"), ("{\n  \"b\": 1\n}", "text/plain")], Sent(new TypedData { String = """ ["a",{"b":1}]""" }));

    [Fact]
    public void A_text_that_only_begins_like_an_array_is_not_split() =>
        Assert.Equal([("[sic] good", "text/plain")], Sent(new TypedData { String = "[sic] good" }));

    [Fact]
    public void An_object_is_one_message_that_is_indented_as_on_the_platform() =>
        Assert.Equal([("{\n  \"Id\": 3\n}", "text/plain")], Sent(new TypedData { Json = """{"Id":3}""" }));

    [Fact]
    public void A_text_with_a_JSON_object_is_indented_too_but_not_one_in_an_array()
    {
        Assert.Equal("{\n  \"b\": 1\n}", Sent(new TypedData { String = """{"b":1}""" })[0].Body);
        Assert.Equal("""{"b":1}""", Sent(new TypedData { Json = """["{\"b\":1}"]""" })[0].Body);
    }

    [Fact]
    public void A_JSON_string_is_sent_as_its_value() =>
        Assert.Equal([("say \"hi\"", "text/plain")], Sent(new TypedData { Json = """ "say \"hi\"" """.Trim() }));

    [Fact]
    public void Nothing_is_sent_for_an_empty_array() => Assert.Empty(Sent(new TypedData { Json = "[]" }));

    [Fact]
    public void Bytes_stay_bytes()
    {
        var message = Assert.Single(OutgoingMessages.From(new TypedData { Bytes = ByteString.CopyFrom(0, 255) }, "invocation"));
        Assert.Equal([0, 255], message.Body.ToArray());
        Assert.Equal("invocation", message.ApplicationProperties["$AzureWebJobsParentId"]);
    }

    [Fact]
    public void A_message_carries_the_current_trace_if_there_is_one()
    {
        var output = new TypedData { String = "x" };
        Assert.DoesNotContain("Diagnostic-Id", OutgoingMessages.From(output, "i").Single().ApplicationProperties.Keys);
        using var activity = new Activity("test").Start();
        Assert.Equal(activity.Id, OutgoingMessages.From(output, "i").Single().ApplicationProperties["Diagnostic-Id"]);
    }

    [Fact]
    public void A_value_that_cannot_be_a_message_is_refused() =>
        Assert.Throws<OutputException>(() => OutgoingMessages.From(new TypedData { Http = new RpcHttp() }, "i"));

    [Property]
    public void Every_element_of_an_array_arrives_unchanged_and_in_order(string?[] texts)
    {
        string[] given = [.. texts.Where(text => text is not null).Select(Valid)];
        Assert.Equal(given, Sent(new TypedData { Json = JsonSerializer.Serialize(given) }).Select(message => message.Body));
    }

    // UTF-8 and protobuf cannot encode half a surrogate pair.
    private static string Valid(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text!));

    private static List<(string Body, string ContentType)> Sent(TypedData data) =>
        [.. OutgoingMessages.From(data, "i").Select(message => (message.Body.ToString(), message.ContentType))];
}
