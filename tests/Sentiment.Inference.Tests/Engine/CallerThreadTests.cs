namespace Sentiment.Inference.Tests;

/// <summary>Calls that may block: a single text runs on the calling thread while the engine is idle.</summary>
public class CallerThreadTests
{
    private static readonly InferenceOptions EveryTextRuns = new() { CacheMegabytes = 0, ParallelRuns = 1 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_idle_engine_has_the_score_when_the_method_returns_and_it_is_the_same()
    {
        await using var engine = Engine();
        foreach (var text in Texts.Random(5, 40))
        {
            var (here, timings) = (engine.ScoreEachAsync([text], mayBlock: true, cancellationToken: Stop).AsTask(), new ScoreTimings());
            Assert.True(here.IsCompleted);

            var queued = await engine.ScoreEachAsync([text], timings, cancellationToken: Stop);

            Assert.Equal(queued[0], (await here)[0]);
            Assert.True(timings.Inference > TimeSpan.Zero);
        }
    }

    [Fact]
    public void A_caller_runs_its_text_only_while_no_other_text_runs_waits_or_is_tokenized()
    {
        var queue = new RequestQueue(EveryTextRuns, longest: 8, workers: 2);
        Assert.True(Add().MustRun);
        Assert.False(Add().MustRun); // the first one runs

        Assert.True(queue.Take([]));
        queue.Done(3, TimeSpan.FromMilliseconds(1));
        queue.Done(3, TimeSpan.FromMilliseconds(1));
        var duringTokenization = true;
        queue.Add(1, () =>
        {
            duringTokenization = Add().MustRun;
            return Call();
        }, continuing: false);

        Assert.False(duringTokenization);
        Assert.False(Add().MustRun); // others wait
        queue.Stop();

        (ScoringRequest Call, bool MustRun) Add() => queue.Add(1, Call, continuing: false, mayRun: true);
    }

    [Fact]
    public void A_worker_waits_until_the_caller_that_has_its_turn_is_done()
    {
        var (queue, done, waited) = (new RequestQueue(EveryTextRuns, longest: 8, workers: 1), false, false);
        Assert.True(queue.Add(1, Call, continuing: false, mayRun: true).MustRun);
        queue.Add(1, Call, continuing: false);
        var worker = new Thread(() => waited = queue.Take([]) && Volatile.Read(ref done)) { IsBackground = true };
        worker.Start();
        SpinWait.SpinUntil(() => (worker.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);

        Volatile.Write(ref done, true);
        queue.Done(3, TimeSpan.FromMilliseconds(1));

        worker.Join();
        Assert.True(waited);
        queue.Stop();
    }

    [Fact]
    public async Task Many_callers_that_may_block_get_the_scores_of_their_own_texts()
    {
        await using var engine = Engine();
        var texts = Texts.Random(21, 300);
        var expected = await engine.ScoreAsync(texts, Stop);

        var scores = await Task.WhenAll(texts.Select(text =>
            Task.Run(async () => (await engine.ScoreEachAsync([text], mayBlock: true, cancellationToken: Stop))[0]!, Stop)));

        Assert.Equal(expected, scores);
    }

    [Fact]
    public async Task Disposing_waits_for_the_callers_that_run()
    {
        var engine = Engine();
        using var running = new CountdownEvent(4);
        var callers = Enumerable.Range(0, 4).Select(i => Task.Factory.StartNew(() =>
        {
            running.Signal();
            while (true)
                _ = engine.ScoreEachAsync(Texts.Random(i, 1), mayBlock: true, cancellationToken: Stop).AsTask().GetAwaiter().GetResult();
        }, Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        running.Wait(Stop);

        await engine.DisposeAsync();
        await engine.DisposeAsync(); // the second time does nothing

        foreach (var caller in callers) await Assert.ThrowsAsync<ObjectDisposedException>(() => caller);
    }

    private static ScoringRequest Call() => new([new TokenizedText([1, 7, 2], 3)], Stop);

    private static SentimentEngine Engine() => new(SentimentModel.Load(TestModel.Directory, EveryTextRuns), EveryTextRuns);
}
