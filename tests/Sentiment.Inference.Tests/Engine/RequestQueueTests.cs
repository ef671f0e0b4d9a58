using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sentiment.Inference.Tests;

/// <summary>The queue in front of the model. Long texts on one worker thread simulate a slow model.</summary>
public class RequestQueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Concurrent_callers_each_get_the_score_of_their_own_text()
    {
        await using var engine = Engine(new());
        var texts = Texts.Random(21, 400);
        var expected = await engine.ScoreAsync(texts, Stop);

        var scores = await Task.WhenAll(texts.Select(text => Task.Run(async () => await engine.ScoreAsync(text, Stop), Stop)));

        Assert.Equal(expected.Select(score => score.Tokens), scores.Select(score => score.Tokens));
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 4));
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_serves_every_accepted_caller()
    {
        await using var engine = Engine(new() { ParallelRuns = 1, QueueTexts = 40 });
        var (refused, calls) = (0, new List<Task<SentimentScore[]>>());
        // One part of texts keeps the worker busy for longer than the next call takes.
        for (var i = 0; i < 200; i++)
        {
            try
            {
                calls.Add(engine.ScoreAsync(Texts.Random(i, 30), Stop).AsTask());
                await Task.Yield();
            }
            catch (EngineBusyException)
            {
                refused++;
            }
        }

        foreach (var call in calls)
        {
            try
            {
                Assert.Equal(30, (await call).Length);
            }
            catch (EngineBusyException exception)
            {
                Assert.True(exception.RetryAfter >= TimeSpan.FromSeconds(1));
                Assert.Contains("QueueTexts", exception.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 199);
    }

    [Fact]
    public async Task A_call_larger_than_the_queue_is_enqueued_piece_by_piece()
    {
        await using var engine = Engine(new() { QueueTexts = 50 });
        Assert.Equal(1203, (await engine.ScoreAsync(Texts.Random(4, 1203), Stop)).Count(score => score is not null));
    }

    [Fact]
    public async Task The_times_of_parts_that_overlap_are_counted_once()
    {
        await using var engine = Engine(new() { CacheMegabytes = 0, ParallelRuns = 1, QueueTexts = 20 });
        var (timings, began) = (new ScoreTimings(), Stopwatch.GetTimestamp());

        await engine.ScoreAsync(Texts.Random(4, 203), timings, Stop);

        var whole = Stopwatch.GetElapsedTime(began);
        Assert.True(timings.Inference > TimeSpan.Zero);
        Assert.True(timings.Queue + timings.Inference <= whole, $"{timings.Queue} + {timings.Inference} of {whole}");
    }

    [Fact]
    public async Task Callers_that_have_cancelled_free_their_slots()
    {
        await using var engine = Engine(new() { ParallelRuns = 1, QueueTexts = 64 });
        using var gone = new CancellationTokenSource();
        var leaving = Enumerable.Range(0, 3).Select(i => engine.ScoreAsync(Texts.Random(i, 30), gone.Token).AsTask()).ToArray();

        await gone.CancelAsync();
        foreach (var call in leaving) await Assert.ThrowsAnyAsync<Exception>(() => call);

        Assert.Equal(60, (await engine.ScoreAsync(Texts.Random(9, 60), Stop)).Length);
    }

    [Fact]
    public async Task A_call_that_is_already_cancelled_throws()
    {
        await using var engine = Engine(new());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await engine.ScoreAsync("text", new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await engine.ScoreAsync(["text"], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Texts_hold_their_slots_during_tokenization_and_refused_texts_are_not_read()
    {
        await using var engine = Engine(new() { QueueTexts = 40 });
        var late = new WatchedTexts(30);
        Task? refused = null;
        var early = new WatchedTexts(30, read => refused ??= engine.ScoreAsync(late, Stop).AsTask());

        Assert.Equal(30, (await engine.ScoreAsync(early, Stop)).Length);

        await Assert.ThrowsAsync<EngineBusyException>(() => refused!);
        Assert.Equal(0, late.Read);
        Assert.Equal(30, (await engine.ScoreAsync(late, Stop)).Length);
    }

    [Fact]
    public void A_call_that_is_refused_for_its_tokens_leaves_no_unobserved_error()
    {
        var queue = new RequestQueue(new InferenceOptions { QueueTokens = 4 }, longest: 8, workers: 1);
        var unobserved = new ConcurrentQueue<Exception>(); // also those of tests that run at the same time
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            Add();
            var refused = Assert.Throws<EngineBusyException>(Add);

            GC.Collect();
            GC.WaitForPendingFinalizers();

            Assert.DoesNotContain(refused, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
            queue.Stop();
        }

        void Add() => queue.Add(1, () => new ScoringRequest([new TokenizedText([1, 7, 2], 3)], Stop), continuing: false);

        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            foreach (var error in args.Exception.InnerExceptions) unobserved.Enqueue(error);
        }
    }

    [Fact]
    public async Task A_caller_that_cancels_ends_the_tokenization_and_frees_the_slots()
    {
        await using var engine = Engine(new() { QueueTexts = 40 });
        using var gone = new CancellationTokenSource();
        var texts = new WatchedTexts(40, read =>
        {
            if (read == 5) gone.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await engine.ScoreAsync(texts, gone.Token));

        Assert.Equal(5, texts.Read);
        Assert.Equal(40, (await engine.ScoreAsync(Texts.Random(1, 40), Stop)).Length);
    }

    [Fact]
    public async Task Disposing_ends_every_wait()
    {
        var engine = Engine(new() { ParallelRuns = 1 });
        var calls = Enumerable.Range(0, 20).Select(i => engine.ScoreAsync(Texts.Random(i, 100), Stop).AsTask()).ToArray();

        await engine.DisposeAsync();

        foreach (var call in calls)
        {
            var error = await Record.ExceptionAsync(() => call);
            Assert.True(error is null or ObjectDisposedException, $"{error}");
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.ScoreAsync("late", Stop));
    }

    private static SentimentEngine Engine(InferenceOptions options) =>
        new(SentimentModel.Load(TestModel.Directory, options), options);
}
