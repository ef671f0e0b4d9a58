using Microsoft.Extensions.Time.Testing;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Tests.Scoring;

/// <summary>How long a message waits for the model.</summary>
public sealed class EngineRetryTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_load_that_never_ends_is_waited_for_only_as_long_as_allowed()
    {
        var loading = LoadAsync(StallAsync, Longest);
        time.Advance(Longest - TimeSpan.FromSeconds(1));
        Assert.False(loading.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<ModelLoadException>(() => loading);
        Assert.Contains("Sentiment__ModelWaitSeconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_failure_is_told_when_the_time_is_up()
    {
        var failure = new ModelLoadException("model", "model.onnx", "the file is missing.", "Copy it there.");
        var loads = new Queue<Func<CancellationToken, ValueTask<SentimentEngine>>>([_ => throw failure, StallAsync]);
        var loading = LoadAsync(token => loads.Dequeue()(token), Longest);

        time.Advance(Longest);

        Assert.Same(failure, await Assert.ThrowsAsync<ModelLoadException>(() => loading));
    }

    [Fact]
    public async Task Without_a_wait_a_load_that_is_on_its_way_is_not_given_up()
    {
        var loaded = new TaskCompletionSource<SentimentEngine>();
        var loading = LoadAsync(token => new(loaded.Task.WaitAsync(token)), TimeSpan.Zero);
        time.Advance(TimeSpan.FromSeconds(9));
        var engine = await SharedEngine.GetAsync(Stop);

        loaded.SetResult(engine);

        Assert.Same(engine, await loading);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_get_the_error_of_the_model()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var loading = EngineRetry.LoadAsync(StallAsync, Longest, time, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
    }

    private Task<SentimentEngine> LoadAsync(Func<CancellationToken, ValueTask<SentimentEngine>> load, TimeSpan longest) =>
        EngineRetry.LoadAsync(load, longest, time, Stop);

    private static async ValueTask<SentimentEngine> StallAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("This never ends.");
    }
}
