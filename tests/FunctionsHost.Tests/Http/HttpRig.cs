using System.Net.Http.Headers;
using FunctionsHost.Http;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;
using Google.Protobuf;

namespace FunctionsHost.Tests.Http;

/// <summary>The HTTP server with functions that return what they received, and a client for it.</summary>
internal sealed class HttpRig : IAsyncDisposable
{
    private const string Return = """{"name":"$return","type":"http","direction":"Out"}""";

    private static readonly RpcFunctionMetadata[] Functions =
    [
        Rig.Metadata("Cookies", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"cookies"}""",
            """{"name":"Res","type":"http","direction":"Out"}"""),
        Rig.Metadata("Echo", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get","post"],"route":"echo/{id:int?}"}""",
            Return),
        Rig.Metadata("Empty", """{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Anonymous"}""", Return),
        Rig.Metadata("Throw", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"throw"}""", Return),
        Rig.Metadata("Trace", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"trace"}""", Return),
        Rig.Metadata("Wait", """{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"wait"}""", Return),
    ];

    private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Rig? rig;
    private HttpServer? server;

    public Rig Rig => rig!;

    /// <summary>Completes when the function Wait has been called.</summary>
    public Task Waiting => waiting.Task;

    /// <summary>Completes when the function Wait has been cancelled.</summary>
    public Task Stopped => stopped.Task;

    public async Task<HttpClient> StartAsync(HttpOptions? options = null)
    {
        rig = await Rig.StartAsync(Functions, AnswerAsync);
        server = await HttpServer.StartAsync(rig.Functions, options ?? new HttpOptions("api"), rig.Invoker, 0, rig.Terminal);
        return new HttpClient
        {
            BaseAddress = new Uri(server.Url + "/"),
            DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("tests", "1") } }
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        if (rig is not null)
            await rig.DisposeAsync();
    }

    private async Task<InvocationResponse> AnswerAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var http = request.InputData[0].Data.Http;
        switch (request.FunctionId)
        {
            case "id-of-Echo":
                var id = http.NullableParams.TryGetValue("id", out var given) ? given.Value : "";
                var answer = new RpcHttp
                {
                    StatusCode = "200",
                    Body = new TypedData { Bytes = ByteString.CopyFromUtf8($"id={id} body={http.Body?.Bytes.ToStringUtf8()}") }
                };
                answer.Headers["Content-Type"] = "text/plain; charset=utf-8";
                answer.Headers["X-Seen"] = "yes";
                return ScriptedWorker.Success(request, new TypedData { Http = answer });
            case "id-of-Cookies":
                var cookie = new RpcHttpCookie
                {
                    Name = "flavour",
                    Value = "oat meal",
                    HttpOnly = new NullableBool { Value = true },
                    SameSite = RpcHttpCookie.Types.SameSite.Strict
                };
                return ScriptedWorker.Success(request, null,
                    ("Res", new TypedData { Http = new RpcHttp { StatusCode = "201", Cookies = { cookie } } }));
            case "id-of-Trace":
                return ScriptedWorker.Success(request,
                    new TypedData
                    {
                        Http = new RpcHttp
                        {
                            StatusCode = "200",
                            Body = new TypedData { String = request.TraceContext.TraceParent }
                        }
                    });
            case "id-of-Throw":
                return ScriptedWorker.Failure(request, "boom");
            case "id-of-Wait":
                waiting.TrySetResult();
                await using (cancellationToken.Register(() => stopped.TrySetResult()))
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                return ScriptedWorker.Failure(request, "stopped");
            default:
                return ScriptedWorker.Success(request);
        }
    }
}
