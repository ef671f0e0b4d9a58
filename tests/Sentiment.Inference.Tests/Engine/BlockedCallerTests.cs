namespace Sentiment.Inference.Tests;

/// <summary>A caller may block a thread with a synchronization context, such as that of a window, until its call is done.</summary>
public class BlockedCallerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bulk_call_does_not_need_the_thread_of_its_caller()
    {
        await using var engine = new SentimentEngine(SentimentModel.Load(TestModel.Directory), new() { QueueTexts = 8 });
        var texts = Texts.Random(9, 40); // in five parts

        var scores = await ScoreBlockedAsync(engine, texts).WaitAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(texts.Length, scores.Length);
    }

    private static Task<SentimentScore[]> ScoreBlockedAsync(SentimentEngine engine, string[] texts) => Task.Factory.StartNew(
        () =>
        {
            SynchronizationContext.SetSynchronizationContext(new BlockedContext());
            return engine.ScoreAsync(texts, Stop).AsTask().GetAwaiter().GetResult();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class BlockedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // The thread is blocked and runs nothing.
        }
    }
}
