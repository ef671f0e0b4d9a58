namespace Sentiment.Inference.Tests;

public class AsyncLazyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Concurrent_first_use_loads_the_model_once()
    {
        var loads = 0;
        var once = new AsyncLazy<SentimentModel>(() =>
        {
            Interlocked.Increment(ref loads);
            return Task.FromResult(SentimentModel.Load(TestModel.Directory));
        });
        using var start = new Barrier(16);

        var models = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait(Stop);
                return await once.GetAsync(Stop);
            },
            Stop,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        Assert.Equal(1, loads);
        Assert.Single(models.Distinct());
        models[0].Dispose();
    }

    [Fact]
    public async Task A_failed_load_is_tried_again_once_the_model_is_there()
    {
        using var directory = new TemporaryDirectory();
        var place = directory.File("model");
        var once = new AsyncLazy<SentimentModel>(() => Task.FromResult(SentimentModel.Load(place)));
        await Assert.ThrowsAsync<ModelLoadException>(() => once.GetAsync(Stop));
        await Assert.ThrowsAsync<ModelLoadException>(() => once.GetAsync(Stop));

        Directory.CreateSymbolicLink(place, TestModel.Directory);
        using var model = await once.GetAsync(Stop);

        Assert.Same(model, await once.GetAsync(Stop));
        Directory.Delete(place);
    }

    [Fact]
    public async Task A_caller_that_cancels_does_not_stop_the_load_for_the_others()
    {
        using var release = new ManualResetEventSlim();
        var once = new AsyncLazy<string>(() =>
        {
            release.Wait(Stop);
            return Task.FromResult("loaded");
        });
        using var gone = new CancellationTokenSource();
        var leaving = once.GetAsync(gone.Token);
        var staying = once.GetAsync(Stop);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        release.Set();

        Assert.Equal("loaded", await staying);
    }
}
