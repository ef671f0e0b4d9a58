using System.Diagnostics.Metrics;
using System.Net;
using Sentiment.Inference;
using SentimentFunctions.Http;
using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Http;

/// <summary>A load balancer must see whether the app can score, whatever the reason is.</summary>
public class ReadyTests
{
    private readonly HealthHttp health = new(new SeenLog<HealthHttp>());

    [Fact]
    public async Task An_app_that_can_score_is_ready()
    {
        var answer = (TestResponse)await health.ReadyAsync(new TestRequest(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("ready", answer.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Each_call_runs_the_model()
    {
        await An_app_that_can_score_is_ready();
        var (repeats, isThisTest) = (0L, new AsyncLocal<bool> { Value = true });
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "sentiment.engine.repeats")
                self.EnableMeasurementEvents(instrument);
        };
        // The calling thread looks into the cache. Other tests may do so at the same time.
        listener.SetMeasurementEventCallback<long>((_, texts, _, _) => repeats += isThisTest.Value ? texts : 0);
        listener.Start();

        await An_app_that_can_score_is_ready();

        Assert.Equal(0, repeats);
    }

    [Fact]
    public Task An_app_with_a_full_queue_is_not_ready() =>
        AssertUnavailable(new EngineBusyException(TimeSpan.FromSeconds(3), "8 texts with 24 tokens are waiting"), "busy");

    [Fact]
    public Task An_app_whose_model_gives_no_number_is_not_ready() => AssertUnavailable(new UnscorableTextException(), "no_result");

    private async Task AssertUnavailable(Exception reason, string code)
    {
        var answer = (TestResponse)await health.AnswerAsync(new TestRequest(), () => throw reason);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(code, answer.Json.GetProperty("code").GetString());
        Assert.Single(answer.Headers.GetValues("Retry-After"));
    }
}
