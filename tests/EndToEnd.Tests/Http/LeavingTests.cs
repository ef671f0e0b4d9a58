using System.Net;
using System.Text.Json;

namespace EndToEnd.Tests.Http;

public sealed class LeavingTests(SharedHost shared)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_cancelled_when_its_caller_disconnects_and_the_next_one_is_answered()
    {
        // The logged input shows that the call has reached its function.
        await using var host = await shared.StartAnotherAsync(("Sentiment__LogInput", "Prefix"), ("Sentiment__ParallelRuns", "1"));
        // Different texts: equal ones would be scored once, before the caller disconnects.
        var documents = Enumerable.Range(0, 1000)
            .Select(i => new { text = $"leaving leaving {i}" + string.Concat(Enumerable.Repeat(" leaving", 500)) });
        using var leaving = new CancellationTokenSource();

        var call = host.Http.PostAsync("api/score", Json(new { documents }), leaving.Token);
        await UntilLoggedAsync(host, "\"leaving leaving");
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await UntilLoggedAsync(host, " was canceled."); // during tokenization, or while the texts waited for their scores
        using var next = await host.Http.PostAsync("api/score", Json(new { text = "good" }), Stop);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    private static Task UntilLoggedAsync(RunningHost host, string text) =>
        Eventually.UntilAsync(() => Task.FromResult(host.Log.Contains(text, StringComparison.Ordinal)), $"'{text}' in the log");

    private static ByteArrayContent Json(object value) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value)) { Headers = { ContentType = new("application/json") } };
}
