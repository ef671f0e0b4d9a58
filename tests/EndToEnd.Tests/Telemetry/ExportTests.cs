using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using EndToEnd.Tests.Reliability;
using EndToEnd.Tests.Telemetry.Otlp;
using Google.Protobuf.Collections;

namespace EndToEnd.Tests.Telemetry;

/// <summary>The telemetry of the running app. The app sends the rest when it stops.</summary>
public sealed class ExportTests(SharedHost shared)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Marker = "wombat";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Telemetry_of_every_trigger_reaches_an_OTLP_collector_without_any_review_text()
    {
        await using var collector = await Collector.StartAsync();

        await UseAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "reviews-of-today"));

        Assert.Equal(
            [("csv", "rejected", 1), ("csv", "scored", 999), ("http", "rejected", 2), ("http", "scored", 2), ("queue", "rejected", 1),
                ("queue", "scored", 1)],
            Reviews(collector).Order());
        Assert.All(
            ["faas.invoke_duration", "sentiment.engine.batch.texts", "sentiment.engine.batch.duration", "sentiment.engine.tokens",
                "sentiment.engine.queue.texts", "sentiment.model.load.duration", "dotnet.process.memory.working_set"],
            name => Assert.Contains(name, collector.Metrics.Select(metric => metric.Name)));
        Assert.Equal(["datasource", "http", "pubsub"],
            collector.Metrics.Last(metric => metric.Name == "faas.invoke_duration").Histogram.DataPoints.Select(
                point => Text(point.Attributes, "faas.trigger")).Order());
        Assert.All(collector.Resources, resource => Assert.Equal("reviews-of-today", Text(resource.Attributes, "service.name")));

        var spans = collector.Spans.ToList();
        var call = Assert.Single(spans, span => span.Name == "function ScoreHttp");
        Assert.Equal((Trace, "http"), (Convert.ToHexStringLower(call.TraceId.Span), Text(call.Attributes, "faas.trigger")));
        Assert.Contains(spans, span => span.Name == "score texts" && span.ParentSpanId == call.SpanId);
        Assert.Single(spans, span => span.Name == "load model");
        Assert.Contains(spans, span => span.Name == "function ScoreQueue" && Text(span.Attributes, "faas.trigger") == "pubsub");
        Assert.Contains(spans, span => span.Name == "function ScoreCsv" && Text(span.Attributes, "faas.document.name") == "traced.csv");
        Assert.Equal(
            ["function ScoreCsv", "function ScoreCsvPart", "function ScoreHttp", "function ScoreQueue", "function ScoreQueue"],
            spans.Select(span => span.Name).Where(name => name.StartsWith("function ", StringComparison.Ordinal)).Order());
        Assert.Single(collector.Logs, line => line.StartsWith("traced.csv: 1000 rows", StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Logs, line => line.Contains("Score", StringComparison.Ordinal)); // no line per call or message
        Assert.DoesNotContain(Marker, collector.Everything);
    }

    [Fact]
    public async Task Telemetry_goes_to_the_endpoint_of_the_Azure_Monitor_connection_string()
    {
        await using var collector = await Collector.StartAsync();

        await UseAsync(AzureMonitorAt(collector));

        Assert.Contains("\"sentiment.reviews\"", collector.Everything);
        Assert.Contains("\"function ScoreHttp\"", collector.Everything);
        Assert.DoesNotContain(Marker, collector.Everything);
    }

    [Fact]
    public async Task A_log_line_reaches_Azure_Monitor_although_its_trace_is_not_sampled()
    {
        const string Complaint = "A complaint is about this one.";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Complaint)))[..16];
        await using var collector = await Collector.StartAsync();

        await using (var host = await shared.StartAnotherAsync([.. AzureMonitorAt(collector), ("Sentiment__LogInput", "Hash")]))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/score") { Content = new StringContent(Complaint) };
            request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-00");
            (await host.Http.SendAsync(request, Stop)).EnsureSuccessStatusCode();
            await Eventually.UntilAsync(
                () => Task.FromResult(collector.Everything.Contains(hash, StringComparison.Ordinal)), "log line");
        }

        Assert.DoesNotContain("\"function ScoreHttp\"", collector.Everything);
    }

    private static (string, string)[] AzureMonitorAt(Collector collector) =>
    [
        ("APPLICATIONINSIGHTS_CONNECTION_STRING",
            $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={collector.Url}/;LiveEndpoint={collector.Url}/"),
        ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"),
    ];

    /// <summary>Starts a host, sends something through every trigger, and stops it.</summary>
    private async Task UseAsync(params (string, string)[] settings)
    {
        await using var host = await shared.StartAnotherAsync(settings);
        using var file = new CsvFile(1000, noteCharacters: 1, Marker);
        var watch = new CsvWatch(host, "traced.csv");
        var documents = ((string[])[$"A fine {Marker}", "", $"No {Marker}", "👍"]).Select(text => new { text });
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/score") { Content = JsonContent.Create(new { documents }) };
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        await request.Content.LoadIntoBufferAsync(Stop);
        var queues = new Queues(host);

        (await host.Http.SendAsync(request, Stop)).EnsureSuccessStatusCode();
        await queues.SendAsync("reviews", [("m-1", $"{{\"{Marker}\":7}}"), ("m-2", $"Hail to the {Marker}")]);
        await queues.ReceiveAsync("scored-reviews", 1, 60);
        await watch.DropAsync(file.Path, Stop);
        await watch.FinishAsync(Stop);
    }

    private static IEnumerable<(string, string, long)> Reviews(Collector collector) =>
        collector.Metrics.Last(metric => metric.Name == "sentiment.reviews").Sum.DataPoints
            .Select(point => (Text(point.Attributes, "sentiment.trigger"), Text(point.Attributes, "sentiment.outcome"), point.AsInt));

    private static string Text(RepeatedField<KeyValue> attributes, string key) =>
        attributes.Single(attribute => attribute.Key == key).Value.StringValue;
}
