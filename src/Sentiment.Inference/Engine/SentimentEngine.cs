using System.Diagnostics;

namespace Sentiment.Inference;

/// <summary>Scores texts with one model. All callers share its queue, its batches and its threads. Thread-safe.</summary>
public sealed class SentimentEngine : IAsyncDisposable
{
    private readonly SentimentModel model;
    private readonly RequestQueue queue;
    private readonly ScoreCache cache;
    private readonly BatchWorker[] workers;

    // A long call has two parts of this many texts in the queue at a time: one is tokenized and waits while the other runs.
    private readonly int part;

    /// <summary>Creates an engine for a loaded model.</summary>
    /// <param name="model">The model; the engine disposes it.</param>
    /// <param name="options">Parallel runs, batch size and queue limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public SentimentEngine(SentimentModel model, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        this.model = model;
        part = Math.Min(512, options.QueueTexts);
        queue = new RequestQueue(options, model.Info.MaxTokens, options.EffectiveParallelRuns);
        cache = new ScoreCache((long)options.CacheMegabytes << 20);
        var reader = new LogitReader(model.Info.Labels, options.Undecided);
        workers = [.. Enumerable.Range(1, options.EffectiveParallelRuns)
            .Select(number => new BatchWorker(model, queue, cache, reader, number))];
    }

    /// <summary>The model that scores.</summary>
    public ModelInfo Model => model.Info;

    /// <summary>Scores one text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <exception cref="EngineBusyException">The queue is full; nothing was scored.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public async ValueTask<SentimentScore> ScoreAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var span = EngineTelemetry.Trace("score texts", 1);
        cancellationToken.ThrowIfCancellationRequested();
        var call = queue.Add(1, () => Request([model.Tokenize(text)], cancellationToken), continuing: false);
        return (await call.Scores.ConfigureAwait(false))[0];
    }

    /// <summary>Scores any number of texts, in order.</summary>
    /// <param name="texts">Any texts, also none. More texts than the queue holds are queued in parts.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <exception cref="EngineBusyException">The queue is full; nothing was scored.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public ValueTask<SentimentScore[]> ScoreAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        ScoreAsync(texts, null, cancellationToken);

    /// <summary>Scores any number of texts, in order, and measures where the time went.</summary>
    /// <param name="texts">Any texts, also none. More texts than the queue holds are queued in parts.</param>
    /// <param name="timings">Filled while the call runs; null if not needed.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <exception cref="EngineBusyException">The queue is full; nothing was scored.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public async ValueTask<SentimentScore[]> ScoreAsync(IReadOnlyList<string> texts, ScoreTimings? timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        timings ??= new();
        using var span = EngineTelemetry.Trace("score texts", texts.Count);
        var scores = new SentimentScore[texts.Count];
        ScoringRequest? running = null;
        for (var start = 0; start < texts.Count; start += part)
        {
            var (from, count) = (start, Math.Min(part, texts.Count - start));
            var next = queue.Add(count, () => Request(Tokenize(from, count), cancellationToken), continuing: running is not null);
            if (running is not null) await TakeAsync(running, start - part);
            running = next;
        }

        if (running is not null) await TakeAsync(running, scores.Length - running.Texts.Length);
        return scores;

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
            timings.Queue += call.Times.Queue;
            timings.Inference += call.Times.Inference;
        }
    }

    /// <summary>
    /// Waits for the running batches, fails the waiting calls with <see cref="ObjectDisposedException"/>, and disposes the model.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        queue.Stop();
        await Task.WhenAll(workers.Select(worker => worker.Ended)).ConfigureAwait(false);
        model.Dispose();
    }

    private ScoringRequest Request(TokenizedText[] texts, CancellationToken cancellationToken)
    {
        var request = new ScoringRequest(texts, cancellationToken);
        request.Reduce(cache);
        return request;
    }
}
