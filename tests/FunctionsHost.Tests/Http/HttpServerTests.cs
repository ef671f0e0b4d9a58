using System.Net;
using System.Text;
using FunctionsHost.Http;
using FunctionsHost.Tests.Support;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace FunctionsHost.Tests.Http;

public sealed class HttpServerTests : IAsyncDisposable
{
    private readonly HttpRig trigger = new();

    public ValueTask DisposeAsync() => trigger.DisposeAsync();

    [Theory]
    [InlineData("GET", "api/echo", HttpStatusCode.OK)]
    [InlineData("GET", "API/Echo/12", HttpStatusCode.OK)]
    [InlineData("GET", "api/echo/twelve", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "api/echo", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "api/echo", HttpStatusCode.NotFound)]
    [InlineData("GET", "echo", HttpStatusCode.NotFound)]
    [InlineData("GET", "api/nothing", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "api/Empty", HttpStatusCode.NoContent)]
    public async Task Routes_match_as_on_the_platform(string method, string path, HttpStatusCode status)
    {
        using var client = await trigger.StartAsync();
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path),
            TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("LocalHost", HttpStatusCode.OK)]
    [InlineData("app.localhost:7071", HttpStatusCode.OK)]
    [InlineData("localhost.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1:7071", HttpStatusCode.OK)]
    [InlineData("[::1]:7071", HttpStatusCode.OK)]
    [InlineData("rebound.example:7071", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.rebound.example", HttpStatusCode.BadRequest)]
    public async Task A_call_to_a_name_that_is_not_this_machine_s_own_is_refused(string name, HttpStatusCode status)
    {
        using var client = await trigger.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/echo") { Headers = { Host = name } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.BadRequest)
            Assert.Contains("Host header", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://elsewhere.example", false)]
    public async Task A_preflight_is_answered_only_for_allowed_origins(string origin, bool allowed)
    {
        var cors = new CorsPolicyBuilder("https://shop.example").AllowAnyHeader().AllowAnyMethod().Build();
        using var client = await trigger.StartAsync(new HttpOptions("api", Key: "the key", Cors: cors));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "api/echo")
        {
            Headers =
            {
                { "Origin", origin }, { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "content-type,x-functions-key" },
            },
        };
        using var response = await client.SendAsync(preflight, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == origin);
    }

    [Fact]
    public async Task Body_status_and_headers_are_passed_in_both_directions()
    {
        using var client = await trigger.StartAsync();
        using var response = await client.PostAsync("api/echo/5?x=1", new StringContent("héllo", Encoding.UTF8, "text/plain"),
            TestContext.Current.CancellationToken);
        Assert.Equal("id=5 body=héllo", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("yes", response.Headers.GetValues("X-Seen").Single());
    }

    [Fact]
    public async Task The_answer_of_a_function_with_several_outputs_may_set_cookies()
    {
        using var client = await trigger.StartAsync();
        using var response = await client.GetAsync("api/cookies", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("flavour=oat%20meal; path=/; samesite=strict; httponly", response.Headers.GetValues("Set-Cookie").Single());
    }

    [Fact]
    public async Task A_caller_that_disconnects_cancels_the_function()
    {
        using var client = await trigger.StartAsync();
        using var leaving = new CancellationTokenSource();
        var call = client.GetAsync("api/wait", leaving.Token);
        await trigger.Waiting.WaitAsync(TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await trigger.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_worker_that_dies_is_a_500_and_the_next_call_is_served()
    {
        using var client = await trigger.StartAsync();
        var call = client.GetAsync("api/wait", TestContext.Current.CancellationToken);
        await trigger.Waiting.WaitAsync(TestContext.Current.CancellationToken);
        (await trigger.Rig.WorkerAsync()).Kill();
        using var response = await call;
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("id= body=", await client.GetStringAsync("api/echo", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_invalid_route_is_named_with_its_function()
    {
        await using var rig = await Rig.StartAsync(
            [Rig.Metadata("Bad", """{"name":"req","type":"httpTrigger","direction":"In","route":"a/{b"}""")],
            (request, _) => Task.FromResult(ScriptedWorker.Success(request)));
        var error = await Assert.ThrowsAsync<HostException>(
            () => HttpServer.StartAsync(rig.Functions, new HttpOptions("api"), rig.Invoker, 0, rig.Terminal));
        Assert.Contains("Bad", error.Message, StringComparison.Ordinal);
        Assert.Contains("a/{b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_requested_port_that_is_taken_is_named_in_the_error()
    {
        using var client = await trigger.StartAsync();
        var port = client.BaseAddress!.Port;
        var error = await Assert.ThrowsAsync<HostException>(
            () => HttpServer.StartAsync(trigger.Rig.Functions, new HttpOptions("api"), trigger.Rig.Invoker, port, trigger.Rig.Terminal));
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_the_usual_port_is_taken_the_address_that_is_used_instead_is_shown()
    {
        using var client = await trigger.StartAsync();
        var taken = client.BaseAddress!.Port;
        await using var server = await HttpServer.StartAsync(
            trigger.Rig.Functions, new HttpOptions("api"), trigger.Rig.Invoker, port: null, trigger.Rig.Terminal, usualPort: taken);
        Assert.NotEqual(taken, new Uri(server.Url).Port);
        Assert.Contains($"Port {taken} cannot be used (", trigger.Rig.Shown, StringComparison.Ordinal);
        Assert.Contains($"), so HTTP is at {server.Url}.", trigger.Rig.Shown, StringComparison.Ordinal);
    }
}
