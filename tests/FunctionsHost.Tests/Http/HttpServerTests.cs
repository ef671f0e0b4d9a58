using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FunctionsHost.Http;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.Tests.Http;

public sealed class HttpServerTests : IAsyncDisposable
{
    private const string Return = """{"name":"$return","type":"http","direction":"Out"}""";

    private static readonly RpcFunctionMetadata[] Functions =
    [
        Rig.Metadata("Cookies", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"cookies"}""", """{"name":"Res","type":"http","direction":"Out"}"""),
        Rig.Metadata("Echo", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get","post"],"route":"echo/{id:int?}"}""", Return),
        Rig.Metadata("Empty", """{"name":"req","type":"httpTrigger","direction":"In"}""", Return),
        Rig.Metadata("Throw", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"throw"}""", Return),
        Rig.Metadata("Wait", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"wait"}""", Return),
    ];

    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Rig? _rig;
    private HttpServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_rig is not null)
            await _rig.DisposeAsync();
    }

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
        using var client = await StartAsync();
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Body_status_and_headers_go_both_ways()
    {
        using var client = await StartAsync();
        using var response = await client.PostAsync("api/echo/5?x=1", new StringContent("héllo", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken);
        Assert.Equal("id=5 body=héllo", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("yes", response.Headers.GetValues("X-Seen").Single());
    }

    [Fact]
    public async Task A_chunked_body_reaches_the_worker_empty()
    {
        using var client = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/echo") { Content = new StringContent("lost"), Headers = { TransferEncodingChunked = true } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("id= body=", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_over_100_MB_is_refused_before_it_is_sent()
    {
        using var client = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/echo") { Content = new ByteArrayContent(new byte[HttpServer.MaxBody + 1]), Headers = { ExpectContinue = true } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task An_exception_is_a_500_without_a_word()
    {
        using var client = await StartAsync();
        using var response = await client.GetAsync("api/throw", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains("boom", _rig!.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_of_a_function_with_several_outputs_may_set_cookies()
    {
        using var client = await StartAsync();
        using var response = await client.GetAsync("api/cookies", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("flavour=oat%20meal; path=/; samesite=strict; httponly", response.Headers.GetValues("Set-Cookie").Single());
    }

    [Fact]
    public async Task A_caller_that_leaves_stops_the_function()
    {
        using var client = await StartAsync();
        using var leaving = new CancellationTokenSource();
        var call = client.GetAsync("api/wait", leaving.Token);
        await _waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_worker_that_dies_is_a_500_and_the_next_call_is_served()
    {
        using var client = await StartAsync();
        var call = client.GetAsync("api/wait", TestContext.Current.CancellationToken);
        await _waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        (await _rig!.WorkerAsync()).Kill();
        using var response = await call;
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("id= body=", await client.GetStringAsync("api/echo", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_route_that_is_none_is_named_with_its_function()
    {
        await using var rig = await Rig.StartAsync([Rig.Metadata("Bad", """{"name":"req","type":"httpTrigger","direction":"In","route":"a/{b"}""")], AnswerAsync);
        var error = await Assert.ThrowsAsync<HostException>(() => HttpServer.StartAsync(rig.Functions, "api", rig.Invoker, 0));
        Assert.Contains("Bad", error.Message, StringComparison.Ordinal);
        Assert.Contains("a/{b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_that_was_asked_for_is_named()
    {
        using var client = await StartAsync();
        var port = client.BaseAddress!.Port;
        var error = await Assert.ThrowsAsync<HostException>(() => HttpServer.StartAsync(_rig!.Functions, "api", _rig.Invoker, port));
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }

    private async Task<HttpClient> StartAsync()
    {
        _rig = await Rig.StartAsync(Functions, AnswerAsync);
        _server = await HttpServer.StartAsync(_rig.Functions, "api", _rig.Invoker, 0);
        return new HttpClient { BaseAddress = new Uri(_server.Url + "/"), DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("tests", "1") } } };
    }

    private async Task<InvocationResponse> AnswerAsync(InvocationRequest request, CancellationToken cancel)
    {
        var http = request.InputData[0].Data.Http;
        switch (request.FunctionId)
        {
            case "id-of-Echo":
                var id = http.NullableParams.TryGetValue("id", out var given) ? given.Value : "";
                var answer = new RpcHttp { StatusCode = "200", Body = new TypedData { Bytes = ByteString.CopyFromUtf8($"id={id} body={http.Body?.Bytes.ToStringUtf8()}") } };
                answer.Headers["Content-Type"] = "text/plain; charset=utf-8";
                answer.Headers["X-Seen"] = "yes";
                return ScriptedWorker.Success(request, new TypedData { Http = answer });
            case "id-of-Cookies":
                var cookie = new RpcHttpCookie { Name = "flavour", Value = "oat meal", HttpOnly = new NullableBool { Value = true }, SameSite = RpcHttpCookie.Types.SameSite.Strict };
                return ScriptedWorker.Success(request, null, ("Res", new TypedData { Http = new RpcHttp { StatusCode = "201", Cookies = { cookie } } }));
            case "id-of-Throw":
                return ScriptedWorker.Failure(request, "boom");
            case "id-of-Wait":
                _waiting.TrySetResult();
                await using (cancel.Register(() => _stopped.TrySetResult()))
                    await Task.Delay(Timeout.Infinite, cancel);
                return ScriptedWorker.Failure(request, "stopped");
            default:
                return ScriptedWorker.Success(request);
        }
    }
}
