using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Tests;

/// <summary>Functions of the shapes that the recorded app had, so that the same messages can be played to them.</summary>
public sealed class SampleFunctions
{
    [Function("HttpHello")]
    public static async Task<HttpResponseData> HelloAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "post", Route = "hello/{name?}")] HttpRequestData req, string? name, FunctionContext context)
    {
        var headers = string.Join(",", req.Headers.Select(header => $"{header.Key}={string.Join(",", header.Value)}"));
        var body = await new StreamReader(req.Body).ReadToEndAsync();
        var response = req.CreateResponse(HttpStatusCode.OK);
        response.Headers.Add("X-Test", "a");
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(
            $"name={name};q={req.Query["x"]};h={headers};body={body};id={context.InvocationId};bd={string.Join(",", context.BindingContext.BindingData.Keys)}"));
        return response;
    }

    [Function("HttpSlow")]
    public static async Task<HttpResponseData> SlowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData req, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return req.CreateResponse();
    }

    [Function("HttpThrow")]
    public static HttpResponseData Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequestData req) =>
        throw new InvalidOperationException("boom");

    [Function("HttpMulti")]
    public static async Task<MultiOutput> MultiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData req)
    {
        var response = req.CreateResponse(HttpStatusCode.Created);
        await response.Body.WriteAsync("multi"u8.ToArray());
        return new() { Res = response, Msg = "to-sb", Msgs = null };
    }

    [Function("SbBatch")]
    [ServiceBusOutput("out-queue", Connection = "SbConn")]
    public static string[] Batch([ServiceBusTrigger("in-queue", Connection = "SbConn", IsBatched = true)] string[] messages, FunctionContext context)
    {
        var data = string.Join(",", context.BindingContext.BindingData.Select(entry => $"{entry.Key}={entry.Value}"));
        return data.Length == 0 ? [.. messages.Select(Echo)] : [.. messages.Select(Echo), $"bd:{data}"];
    }

    [Function("BlobStream")]
    public static async Task<byte[]> BlobAsync(
        [BlobTrigger("ins/{name}", Connection = "AzureWebJobsStorage", Source = BlobTriggerSource.EventGrid)] Stream content)
    {
        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static string Echo(string message) => $"echo:{message}";
}

/// <summary>Several outputs at once.</summary>
public sealed class MultiOutput
{
    public HttpResponseData? Res { get; init; }

    [ServiceBusOutput("out-queue", Connection = "SbConn")]
    public string? Msg { get; init; }

    [ServiceBusOutput("out-queue", Connection = "SbConn")]
    public string[]? Msgs { get; init; }
}
