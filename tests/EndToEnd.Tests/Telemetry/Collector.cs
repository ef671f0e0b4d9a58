using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using EndToEnd.Tests.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EndToEnd.Tests.Telemetry;

/// <summary>Receives the data of exporters on a local port: OTLP over HTTP, and Azure Monitor's lines of JSON.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();

    private Collector(WebApplication server) => this.server = server;

    /// <summary>Scheme, address and port.</summary>
    public string Url => server.Urls.First();

    /// <summary>Everything that was received, as text as far as it is text.</summary>
    public string Everything => string.Concat(received.Select(request => System.Text.Encoding.UTF8.GetString(request.Body)));

    /// <summary>The resources of all requests.</summary>
    public IEnumerable<Resource> Resources =>
        Of("/v1/metrics", ExportMetricsServiceRequest.Parser).SelectMany(request => request.ResourceMetrics)
        .Select(metrics => metrics.Resource)
            .Concat(Of("/v1/traces", ExportTraceServiceRequest.Parser).SelectMany(request => request.ResourceSpans)
                .Select(spans => spans.Resource));

    /// <summary>Every received state of every metric, in order.</summary>
    public IEnumerable<Metric> Metrics => Of("/v1/metrics", ExportMetricsServiceRequest.Parser)
        .SelectMany(request => request.ResourceMetrics).SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics);

    /// <summary>Every received span.</summary>
    public IEnumerable<Span> Spans => Of("/v1/traces", ExportTraceServiceRequest.Parser)
        .SelectMany(request => request.ResourceSpans).SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans);

    /// <summary>The text of every received log line.</summary>
    public IEnumerable<string> Logs => Of("/v1/logs", ExportLogsServiceRequest.Parser)
        .SelectMany(request => request.ResourceLogs).SelectMany(resource => resource.ScopeLogs).SelectMany(scope => scope.LogRecords)
        .Select(record => record.Body.StringValue);

    /// <summary>Listens on a free port.</summary>
    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var collector = new Collector(server);
        server.Run(collector.TakeAsync);
        await server.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await using var sent = http.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
        await sent.CopyToAsync(body);
        received.Enqueue((http.Request.Path, body.ToArray()));
        // Azure Monitor expects the number of accepted lines; OTLP expects an empty answer.
        if (http.Request.Path.StartsWithSegments("/v2.1"))
            await http.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
    }

    private IEnumerable<T> Of<T>(string path, Google.Protobuf.MessageParser<T> parser)
        where T : Google.Protobuf.IMessage<T> => received.Where(request => request.Path == path)
        .Select(request => parser.ParseFrom(request.Body));
}
