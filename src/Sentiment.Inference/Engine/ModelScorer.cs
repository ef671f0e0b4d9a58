using System.Diagnostics;

namespace Sentiment.Inference;

/// <summary>Scores texts with one model, which has a queue, a cache and worker threads of its own. Thread-safe.</summary>
internal sealed class ModelScorer : IAsyncDisposable
{
    private readonly SentimentModel model;
    private readonly RequestQueue queue;
    private readonly ScoreCache cache;
    private readonly BatchWorker[] workers;
    private readonly BatchRunner callerRunner; // for the calling thread that has the turn of a worker

    // A long call has two parts of this many texts in the queue at a time: one is tokenized and waits while the other runs.
    private readonly int mostTextsInPart;

    /// <param name="model">The model; it is disposed with this scorer.</param>
    /// <param name="options">Parallel runs, batch size and queue limits.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public ModelScorer(SentimentModel model, InferenceOptions options)
    {
        options.Validate();
        this.model = model;
        mostTextsInPart = Math.Min(512, options.QueueTexts);
        queue = new RequestQueue(options, model.Info.MaxTokens, options.EffectiveParallelRuns);
        cache = new ScoreCache((long)options.CacheMegabytes << 20, model.Info.Labels.Count);
        var reader = new LogitReader(model.Info, options.Undecided, isOneOfTwo: options.FirstModel is not null);
        workers = [.. Enumerable.Range(1, options.EffectiveParallelRuns).Select(number => new BatchWorker(queue, Runner(), number))];
        callerRunner = Runner();

        BatchRunner Runner() => new(model, queue, cache, reader);
    }

    /// <summary>The model that scores.</summary>
    public ModelInfo Model => model.Info;

    /// <summary>Whether the model reads only the beginning of a text.</summary>
    public bool Truncates(string text) => model.Tokenize(text).Truncated;

    /// <summary>Refuses a call that finds the queue full. If it does not, its texts may be scored later as <c>continuing</c>.</summary>
    public void ThrowIfFull(int texts)
    {
        if (texts > 0) queue.ThrowIfFull(Math.Min(mostTextsInPart, texts));
    }

    /// <summary>Scores one text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="allowsGaps">Whether the score is null if the model's result is not a number; if not, the call fails.</param>
    /// <param name="continuing">Whether the call was accepted before, so that it is not refused now.</param>
    /// <param name="cancellationToken">Ends the wait; a text that has not been scored yet is dropped.</param>
    public async ValueTask<SentimentScore?> ScoreAsync(string text, bool allowsGaps, bool continuing, CancellationToken cancellationToken)
    {
        var (call, _) = queue.Add(1, () => Request([model.Tokenize(text)], allowsGaps, cancellationToken), continuing);
        return (await call.Scores.ConfigureAwait(false))[0];
    }

    /// <summary>Scores any number of texts, in order.</summary>
    /// <param name="texts">Any number of texts, or none. More texts than the queue holds are queued in parts.</param>
    /// <param name="timings">Filled while the call runs.</param>
    /// <param name="allowsGaps">Whether a score is null if the model's result is not a number; if not, the call fails.</param>
    /// <param name="mayBlock">Whether a single text may be scored before the method returns.</param>
    /// <param name="continuing">Whether the call was accepted before, so that it is not refused now.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    public async ValueTask<SentimentScore?[]> ScoreAsync(IReadOnlyList<string> texts, ScoreTimings timings, bool allowsGaps,
        bool mayBlock, bool continuing, CancellationToken cancellationToken)
    {
        var scores = new SentimentScore?[texts.Count];
        ScoringRequest? running = null, next = null;
        var times = (Added: long.MaxValue, Begun: long.MaxValue, Answered: 0L);
        try
        {
            for (var start = 0; start < texts.Count; start += mostTextsInPart)
            {
                next = Begin(start, Math.Min(mostTextsInPart, texts.Count - start));
                if (running is not null) await TakeAsync(running, start - mostTextsInPart).ConfigureAwait(false);
                running = next;
            }

            if (running is not null) await TakeAsync(running, scores.Length - running.Texts.Length).ConfigureAwait(false);
            if (times.Answered > 0)
            {
                timings.Queue += Stopwatch.GetElapsedTime(times.Added, times.Begun);
                timings.Inference += Stopwatch.GetElapsedTime(times.Begun, times.Answered);
            }

            return scores;
        }
        catch
        {
            // The call has failed, so its other part must not take time from other callers.
            running?.Abandon();
            next?.Abandon();
            throw;
        }

        ScoringRequest Begin(int start, int count)
        {
            var (call, mustRun) = queue.Add(count, () => Request(Tokenize(start, count), allowsGaps, cancellationToken),
                continuing || running is not null, mayRun: mayBlock && texts.Count == 1);
            if (mustRun) callerRunner.Run([.. call.Open.Select(index => new PendingText(call, index))]);
            return call;
        }

        TokenizedText[] Tokenize(int start, int count)
        {
            var begun = Stopwatch.GetTimestamp();
            var tokenized = new TokenizedText[count];
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                tokenized[i] = model.Tokenize(texts[start + i]);
            }

            timings.Tokenization += Stopwatch.GetElapsedTime(begun);
            return tokenized;
        }

        async ValueTask TakeAsync(ScoringRequest call, int start)
        {
            (await call.Scores.ConfigureAwait(false)).CopyTo(scores, start);
            var last = call.Times;
            if (last.Begun == 0) return; // every score was known
            // Two parts are in the queue at a time, so their times overlap and cannot be added up.
            times = (Math.Min(times.Added, last.Added), Math.Min(times.Begun, last.Begun), Math.Max(times.Answered, last.Answered));
        }
    }

    /// <summary>Waits for the running batches, fails the waiting calls, and disposes the model.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Stop();
        await Task.WhenAll(workers.Select(worker => worker.Ended)).ConfigureAwait(false);
        model.Dispose();
    }

    private ScoringRequest Request(TokenizedText[] texts, bool allowsGaps, CancellationToken cancellationToken)
    {
        var request = new ScoringRequest(texts, cancellationToken) { AllowsGaps = allowsGaps };
        request.Reduce(cache);
        return request;
    }
}
