using System.Net;
using FunctionsHost.Http;

namespace FunctionsHost.Tests.Http;

/// <summary>The answers that were observed from the real Functions host.</summary>
public sealed class RealHostAnswersTests : IAsyncDisposable
{
    private readonly HttpRig trigger = new();

    public ValueTask DisposeAsync() => trigger.DisposeAsync();

    [Fact]
    public async Task An_answer_is_sent_in_chunks()
    {
        using var client = await trigger.StartAsync();
        using var response = await client.GetAsync("api/echo", HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
        Assert.Equal((true, null), (response.Headers.TransferEncodingChunked, response.Content.Headers.ContentLength));
        Assert.Equal("id= body=", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("api/echo", null, HttpStatusCode.Unauthorized)]
    [InlineData("api/echo", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("api/echo", "the key", HttpStatusCode.OK)]
    [InlineData("api/echo?code=the%20key", null, HttpStatusCode.OK)]
    [InlineData("api/echo?code=the%20key", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("api/Empty", null, HttpStatusCode.NoContent)] // Anonymous.
    [InlineData("api/nothing", null, HttpStatusCode.NotFound)]
    public async Task Where_a_key_is_set_only_callers_with_the_key_are_served(string path, string? header, HttpStatusCode status)
    {
        using var client = await trigger.StartAsync(new HttpOptions("api", Key: "the key"));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.Add("x-functions-key", header);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.Unauthorized)
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("api/trace")]
    [InlineData("api/nothing")]
    [InlineData("api/throw")]
    public async Task A_host_with_telemetry_names_its_span_in_every_answer(string path)
    {
        const string caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        using var client = await trigger.StartAsync(new HttpOptions("api", HasTelemetry: true));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "traceparent", caller } } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var span = response.Headers.GetValues("traceparent").Single();
        Assert.Matches("^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$", span);
        Assert.NotEqual(caller, span);
        if (response.IsSuccessStatusCode)
            Assert.Equal(span, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)); // The worker's parent.

        using var untraced = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Matches("^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$", untraced.Headers.GetValues("traceparent").Single());
    }

    [Fact]
    public async Task A_host_without_telemetry_names_no_span_and_passes_on_the_caller_s()
    {
        const string caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        using var client = await trigger.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/trace") { Headers = { { "traceparent", caller } } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.False(response.Headers.Contains("traceparent"));
        Assert.Equal(caller, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_chunked_body_reaches_the_worker_empty()
    {
        using var client = await trigger.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/echo")
        {
            Content = new StringContent("lost"),
            Headers = { TransferEncodingChunked = true }
        };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("id= body=", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_over_100_MB_is_a_500_before_it_is_sent_and_the_connection_is_closed()
    {
        using var client = await trigger.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post,
            "api/echo")
        { Content = new ByteArrayContent(new byte[HttpServer.MaxBody + 1]), Headers = { ExpectContinue = true } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.InternalServerError, true), (response.StatusCode, response.Headers.ConnectionClose));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_exception_is_a_500_with_an_empty_body()
    {
        using var client = await trigger.StartAsync();
        using var response = await client.GetAsync("api/throw", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains("boom", trigger.Rig.Shown, StringComparison.Ordinal);
    }
}
