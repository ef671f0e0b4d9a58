using System.Diagnostics;

namespace Sentiment.Inference;

/// <summary>
/// Scores texts with one model, or with two: a fast one scores first, and the main one scores the texts that the first is not sure about.
/// All callers share the queue, the batches and the threads. Thread-safe.
/// </summary>
public sealed class SentimentEngine : IAsyncDisposable
{
    private readonly SentimentModel model;
    private readonly RequestQueue queue;
    private readonly ScoreCache cache;
    private readonly BatchWorker[] workers;
    private readonly SentimentEngine? first;
    private readonly float surely;

    // A long call has two parts of this many texts in the queue at a time: one is tokenized and waits while the other runs.
    private readonly int part;

    /// <summary>Creates an engine for a loaded model.</summary>
    /// <param name="model">The model; the engine disposes it.</param>
    /// <param name="options">Parallel runs, batch size and queue limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public SentimentEngine(SentimentModel model, InferenceOptions? options = null)
        : this(model, options ?? new(), first: null)
    {
        if (options?.FirstModel is not null)
            throw new ArgumentException("FirstModel is set, but only SentimentEngine.LoadAsync loads two models.", nameof(options));
    }

    private SentimentEngine(SentimentModel model, InferenceOptions options, SentimentEngine? first)
    {
        ArgumentNullException.ThrowIfNull(model);
        options.Validate();
        (this.model, this.first, surely) = (model, first, (float)options.FirstModelThreshold);
        part = Math.Min(512, options.QueueTexts);
        queue = new RequestQueue(options, model.Info.MaxTokens, options.EffectiveParallelRuns);
        cache = new ScoreCache((long)options.CacheMegabytes << 20);
        var reader = new LogitReader(model.Info, options.Undecided, isOneOfTwo: options.FirstModel is not null);
        workers = [.. Enumerable.Range(1, options.EffectiveParallelRuns)
            .Select(number => new BatchWorker(model, queue, cache, reader, number))];
    }

    /// <summary>The model that scores; the main one if there are two.</summary>
    public ModelInfo Model => model.Info;

    /// <summary>The model that scores first; null if there is only one.</summary>
    public ModelInfo? FirstModel => first?.Model;

    /// <summary>Loads the models that the options name, and creates an engine for them.</summary>
    /// <param name="options">The options; null for the embedded model.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="ModelLoadException">A model cannot be loaded, or the two do not have the same labels.</exception>
    public static async Task<SentimentEngine> LoadAsync(InferenceOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        options.Validate();
        var model = await ModelSource.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        if (options.FirstModel is null) return new(model, options, first: null);
        try
        {
            var before = await LoadFirstAsync(options, cancellationToken).ConfigureAwait(false);
            if (Mismatch(before.Info, model.Info) is not { } mismatch)
                return new(model, options, new SentimentEngine(before, options, first: null));
            before.Dispose();
            throw mismatch;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Why two models cannot run in a row; null if they can.</summary>
    internal static ModelLoadException? Mismatch(ModelInfo first, ModelInfo main)
    {
        if (!first.Labels.Order().SequenceEqual(main.Labels.Order()))
        {
            return new(first.Directory, ModelFiles.Config,
                $"its labels are {string.Join(", ", first.Labels)}, but those of {main.Name} are {string.Join(", ", main.Labels)}.",
                "Set the option FirstModel to a model with the same labels.");
        }

        // Results name the model that decided.
        return first.Name == main.Name
            ? new(first.Directory, ModelFiles.Config,
                $"the main model is also called {main.Name}, so results could not show which of the two decided.",
                "Put one of them in a directory with a different name.")
            : null;
    }

    /// <summary>Scores one text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <exception cref="EngineBusyException">The queue is full; there is no score.</exception>
    /// <exception cref="UnscorableTextException">The model gives the text a result that is not a number.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public async ValueTask<SentimentScore> ScoreAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var span = EngineTelemetry.Trace("score texts", 1);
        cancellationToken.ThrowIfCancellationRequested();
        if (first is not null
            && await first.AskOneAsync(text, allowsGaps: true, cancellationToken).ConfigureAwait(false) is { } early
            && IsSure(text, early))
        {
            EngineTelemetry.DecidedFirst(1);
            return early;
        }

        return Counted([await AskOneAsync(text, allowsGaps: false, cancellationToken).ConfigureAwait(false)])[0]!;
    }

    /// <summary>Scores any number of texts, in order.</summary>
    /// <param name="texts">Any number of texts, or none. More texts than the queue holds are queued in parts.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <exception cref="EngineBusyException">The queue is full; there is no score.</exception>
    /// <exception cref="UnscorableTextException">The model gives one of the texts a result that is not a number.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public ValueTask<SentimentScore[]> ScoreAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        ScoreAsync(texts, null, cancellationToken);

    /// <summary>Scores any number of texts, in order, and measures where the time went.</summary>
    /// <param name="texts">Any number of texts, or none. More texts than the queue holds are queued in parts.</param>
    /// <param name="timings">Filled while the call runs; null if not needed.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <exception cref="EngineBusyException">The queue is full; there is no score.</exception>
    /// <exception cref="UnscorableTextException">The model gives one of the texts a result that is not a number.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public async ValueTask<SentimentScore[]> ScoreAsync(IReadOnlyList<string> texts, ScoreTimings? timings,
        CancellationToken cancellationToken) =>
        (await ScoreManyAsync(texts, timings, allowsGaps: false, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Scores any number of texts, in order, so that a text without a result costs only its own score.</summary>
    /// <param name="texts">Any number of texts, or none. More texts than the queue holds are queued in parts.</param>
    /// <param name="timings">Filled while the call runs; null if not needed.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <returns>
    /// The score of each text; null for a text for which the model gives a result that is not a number
    /// (<see cref="UnscorableTextException"/> says what to do).
    /// </returns>
    /// <exception cref="EngineBusyException">The queue is full; there is no score.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public ValueTask<SentimentScore?[]> ScoreEachAsync(IReadOnlyList<string> texts, ScoreTimings? timings = null,
        CancellationToken cancellationToken = default) =>
        ScoreManyAsync(texts, timings, allowsGaps: true, cancellationToken);

    /// <summary>Scores any number of texts, in order, with the main model only: for scores that are compared with each other.</summary>
    /// <param name="texts">Any number of texts, or none. More texts than the queue holds are queued in parts.</param>
    /// <param name="timings">Filled while the call runs; null if not needed.</param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <exception cref="EngineBusyException">The queue is full; there is no score.</exception>
    /// <exception cref="UnscorableTextException">The model gives one of the texts a result that is not a number.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public async ValueTask<SentimentScore[]> ScoreWithMainModelAsync(IReadOnlyList<string> texts, ScoreTimings? timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return (await AskAsync(texts, timings ?? new(), allowsGaps: false, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>
    /// Waits for the running batches, fails the waiting calls with <see cref="ObjectDisposedException"/>, and disposes the model.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        queue.Stop();
        await Task.WhenAll(workers.Select(worker => worker.Ended)).ConfigureAwait(false);
        model.Dispose();
        if (first is not null) await first.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<SentimentModel> LoadFirstAsync(InferenceOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ModelSource.LoadAsync(options with { Model = options.FirstModel }, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelLoadException exception)
        {
            throw exception.Of(nameof(InferenceOptions.FirstModel));
        }
    }

    private bool IsSure(string text, SentimentScore score) => score.Score >= surely && MayDecide(text, score, first!.Model);

    /// <summary>
    /// Whether a first model's score may count, however sure it is. It may not for a text that this model leaves undecided, of which it
    /// knows no word, or that it cuts where the main model reads on: to the end of the text, or to a higher limit.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="score">The first model's score for it.</param>
    /// <param name="first">The first model; this engine's is the main one.</param>
    internal bool MayDecide(string text, SentimentScore score, ModelInfo first) =>
        score.Label != SentimentScore.Undecided && score.HasKnownWord
        // The limit alone does not suffice: with another vocabulary, a text has another number of tokens.
        && (!score.Truncated || (first.MaxTokens >= Model.MaxTokens && model.Tokenize(text).Truncated));

    private async ValueTask<SentimentScore?[]> ScoreManyAsync(IReadOnlyList<string> texts, ScoreTimings? timings, bool allowsGaps,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        timings ??= new();
        using var span = EngineTelemetry.Trace("score texts", texts.Count);
        if (first is null) return Counted(await AskAsync(texts, timings, allowsGaps, cancellationToken).ConfigureAwait(false));

        // The main model may have a result for a text for which the first has none.
        var decided = await first.AskAsync(texts, timings, allowsGaps: true, cancellationToken).ConfigureAwait(false);
        int[] open = [.. Enumerable.Range(0, decided.Length).Where(IsOpen)];
        var rest = await AskAsync([.. open.Select(i => texts[i])], timings, allowsGaps, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < open.Length; i++) decided[open[i]] = rest[i];
        EngineTelemetry.DecidedFirst(decided.Length - open.Length);
        return Counted(decided);

        bool IsOpen(int i)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return decided[i] is not { } score || !IsSure(texts[i], score);
        }
    }

    // Asks this engine's own model alone.
    private async ValueTask<SentimentScore?[]> AskAsync(IReadOnlyList<string> texts, ScoreTimings timings, bool allowsGaps,
        CancellationToken cancellationToken)
    {
        var scores = new SentimentScore?[texts.Count];
        ScoringRequest? running = null, next = null;
        try
        {
            for (var start = 0; start < texts.Count; start += part)
            {
                var (from, count) = (start, Math.Min(part, texts.Count - start));
                next = queue.Add(
                    count, () => Request(Tokenize(from, count), allowsGaps, cancellationToken), continuing: running is not null);
                if (running is not null) await TakeAsync(running, start - part).ConfigureAwait(false);
                running = next;
            }

            if (running is not null) await TakeAsync(running, scores.Length - running.Texts.Length).ConfigureAwait(false);
            return scores;
        }
        catch
        {
            // The call has failed, so its other part must not take time from other callers.
            running?.Abandon();
            next?.Abandon();
            throw;
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
            timings.Queue += call.Times.Queue;
            timings.Inference += call.Times.Inference;
        }
    }

    private static SentimentScore?[] Counted(SentimentScore?[] scores)
    {
        EngineTelemetry.Undecided(scores.Count(score => score?.Label == SentimentScore.Undecided));
        return scores;
    }

    private async ValueTask<SentimentScore?> AskOneAsync(string text, bool allowsGaps, CancellationToken cancellationToken)
    {
        var call = queue.Add(1, () => Request([model.Tokenize(text)], allowsGaps, cancellationToken), continuing: false);
        return (await call.Scores.ConfigureAwait(false))[0];
    }

    private ScoringRequest Request(TokenizedText[] texts, bool allowsGaps, CancellationToken cancellationToken)
    {
        var request = new ScoringRequest(texts, cancellationToken) { AllowsGaps = allowsGaps };
        request.Reduce(cache);
        return request;
    }
}
