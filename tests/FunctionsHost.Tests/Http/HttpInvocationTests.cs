using System.Text.Json;
using FunctionsHost.Http;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;

namespace FunctionsHost.Tests.Http;

public sealed class HttpInvocationTests
{
    [Theory]
    [InlineData("http-post")]
    [InlineData("http-chunked")]
    public Task A_request_becomes_the_message_of_the_fixture(string name) => SameAsync(name, Fixture.Read(name).InvocationRequest);

    [Fact]
    public async Task Requests_become_the_messages_that_the_real_host_sent()
    {
        var recorded = Fixture.RecordedMessages("realhost-*InvocationRequest.json").ToList();
        Assert.NotEmpty(recorded);
        foreach (var (name, message) in recorded)
            await SameAsync(name, message.InvocationRequest);
    }

    [Fact]
    public async Task The_caller_s_trace_is_passed_to_the_worker()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        http.Request.Headers.TraceState = "vendor=1";
        var request = await HttpInvocation.BuildAsync(http, "req");
        Assert.Equal(("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1"),
            (request.TraceContext.TraceParent, request.TraceContext.TraceState));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_a_body_drops_only_its_property()
    {
        var body = """{"half":"\ud800","whole":"x","deep":{"half":"\udc00"}}"""u8.ToArray();
        var http = new DefaultHttpContext { Request = { Body = new MemoryStream(body), ContentLength = body.Length } };
        var request = await HttpInvocation.BuildAsync(http, "req");
        Assert.Equal("x", request.TriggerMetadata["whole"].String);
        Assert.DoesNotContain("half", request.TriggerMetadata.Keys);
        Assert.Equal(body, request.InputData[0].Data.Http.Body.Bytes.ToByteArray());
    }

    [Fact]
    public async Task A_length_of_more_than_32_bits_is_too_long()
    {
        var http = new DefaultHttpContext { Request = { ContentLength = (1L << 32) + 1 } };
        await Assert.ThrowsAsync<BadHttpRequestException>(() => HttpInvocation.BuildAsync(http, "req"));
    }

    [Fact]
    public async Task A_function_key_in_the_query_is_not_binding_data()
    {
        var http = new DefaultHttpContext { Request = { QueryString = new QueryString("?code=secret&a=1") } };
        var request = await HttpInvocation.BuildAsync(http, "req");
        Assert.DoesNotContain("code", request.TriggerMetadata.Keys);
        Assert.Equal("1", request.TriggerMetadata["a"].String);
    }

    // Rebuilds the request behind the recorded message, and checks that it produces the same message.
    private static async Task SameAsync(string name, InvocationRequest wanted)
    {
        var message = wanted.InputData[0].Data.Http;
        var url = new Uri(message.Url);
        var body = message.Body?.Bytes.ToByteArray() ?? [];
        var http = new DefaultHttpContext
        {
            Request =
            {
                Method = message.Method, Scheme = url.Scheme, Path = url.AbsolutePath, QueryString = new QueryString(url.Query),
                Body = new MemoryStream(body),
            },
        };
        foreach (var header in JsonSerializer.Deserialize<Dictionary<string, string>>(wanted.TriggerMetadata["Headers"].Json)!)
            http.Request.Headers[header.Key] = header.Value;
        foreach (var parameter in message.NullableParams)
            http.Request.RouteValues[parameter.Key] = parameter.Value.Value;

        var request = await HttpInvocation.BuildAsync(http, wanted.InputData[0].Name);
        (request.InvocationId, request.FunctionId) = (wanted.InvocationId, wanted.FunctionId);
        Assert.True(wanted.Equals(request), $"{name}:\nwanted {wanted}\nbuilt  {request}");
    }
}
