namespace Sentiment.Inference;

/// <summary>
/// Scores texts with one model, or with two: a fast one scores first, and the main one scores the texts that the first is not sure about.
/// All callers share the queue, the batches and the threads. Thread-safe.
/// </summary>
public sealed class SentimentEngine : IAsyncDisposable
{
    private readonly ModelScorer main;
    private readonly ModelScorer? first;
    private readonly float firstThreshold;

    /// <summary>Creates an engine for a loaded model.</summary>
    /// <param name="model">The model; the engine disposes it.</param>
    /// <param name="options">Parallel runs, batch size and queue limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public SentimentEngine(SentimentModel model, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (options?.FirstModel is not null)
            throw new ArgumentException("FirstModel is set, but only SentimentEngine.LoadAsync loads two models.", nameof(options));
        main = new(model, options ?? new());
    }

    private SentimentEngine(SentimentModel main, SentimentModel first, InferenceOptions options)
    {
        (this.main, this.first) = (new(main, options), new(first, options));
        firstThreshold = (float)options.FirstModelThreshold;
    }

    /// <summary>The model that scores; the main one if there are two.</summary>
    public ModelInfo Model => main.Model;

    /// <summary>The model that scores first; null if there is only one.</summary>
    public ModelInfo? FirstModel => first?.Model;

    /// <summary>Loads the models that the options name, and creates an engine for them.</summary>
    /// <param name="options">The options; null for the embedded model.</param>
    /// <param name="cancellationToken">Stops a download, and a load that has not begun.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="ModelLoadException">A model cannot be loaded, or the two do not have the same labels.</exception>
    public static async Task<SentimentEngine> LoadAsync(InferenceOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        options.Validate();
        var model = await ModelSource.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        if (options.FirstModel is null) return new(model, options);
        try
        {
            var before = await LoadFirstAsync(options, cancellationToken).ConfigureAwait(false);
            if (Mismatch(before.Info, model.Info) is not { } mismatch)
                return new(model, before, options);
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
        if (first is not null)
        {
            main.ThrowIfFull(1); // now, because a call must not be refused after the first model has scored it
            if (await first.ScoreAsync(text, allowsGaps: true, continuing: false, cancellationToken).ConfigureAwait(false) is { } early
                && IsSure(text, early))
            {
                EngineTelemetry.DecidedFirst(1);
                return early;
            }
        }

        return Counted(
            [await main.ScoreAsync(text, allowsGaps: false, continuing: first is not null, cancellationToken).ConfigureAwait(false)])[0]!;
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
        (await ScoreManyAsync(texts, timings, allowsGaps: false, mayBlock: false, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Scores any number of texts, in order, so that a text without a result costs only its own score.</summary>
    /// <param name="texts">Any number of texts, or none. More texts than the queue holds are queued in parts.</param>
    /// <param name="timings">Filled while the call runs; null if not needed.</param>
    /// <param name="mayBlock">
    /// Whether a single text may be scored on the calling thread, which saves two changes of thread while the engine is idle. The method
    /// then returns when the text has its score, and cannot be cancelled before. Not for a caller that begins several calls before it
    /// awaits the first: they would run one after the other instead of in one batch.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; texts that have not been scored yet are dropped.</param>
    /// <returns>
    /// The score of each text; null for a text for which the model gives a result that is not a number
    /// (<see cref="UnscorableTextException"/> says what to do).
    /// </returns>
    /// <exception cref="EngineBusyException">The queue is full; there is no score.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public ValueTask<SentimentScore?[]> ScoreEachAsync(IReadOnlyList<string> texts, ScoreTimings? timings = null, bool mayBlock = false,
        CancellationToken cancellationToken = default) =>
        ScoreManyAsync(texts, timings, allowsGaps: true, mayBlock, cancellationToken);

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
        return (await main.ScoreAsync(texts, timings ?? new(), allowsGaps: false, mayBlock: false, continuing: false, cancellationToken)
            .ConfigureAwait(false))!;
    }

    /// <summary>
    /// Waits for the running batches, fails the waiting calls with <see cref="ObjectDisposedException"/>, and disposes the models.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await main.DisposeAsync().ConfigureAwait(false);
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

    private bool IsSure(string text, SentimentScore score) => score.Score >= firstThreshold && MayDecide(text, score, first!.Model);

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
        && (!score.Truncated || (first.MaxTokens >= Model.MaxTokens && main.Truncates(text)));

    private async ValueTask<SentimentScore?[]> ScoreManyAsync(IReadOnlyList<string> texts, ScoreTimings? timings, bool allowsGaps,
        bool mayBlock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        timings ??= new();
        using var span = EngineTelemetry.Trace("score texts", texts.Count);
        if (first is null)
        {
            return Counted(await main.ScoreAsync(texts, timings, allowsGaps, mayBlock, continuing: false, cancellationToken)
                .ConfigureAwait(false));
        }

        // Both queues can refuse the call now, and neither does later. The main one can then exceed its limits, but only by calls that the
        // first one accepted within its own.
        main.ThrowIfFull(texts.Count);
        // The main model may have a result for a text for which the first has none.
        var decided = await first.ScoreAsync(texts, timings, allowsGaps: true, mayBlock, continuing: false, cancellationToken)
            .ConfigureAwait(false);
        int[] open = [.. Enumerable.Range(0, decided.Length).Where(IsOpen)];
        string[] left = [.. open.Select(i => texts[i])];
        var rest = await main.ScoreAsync(left, timings, allowsGaps, mayBlock, continuing: true, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < open.Length; i++) decided[open[i]] = rest[i];
        EngineTelemetry.DecidedFirst(decided.Length - open.Length);
        return Counted(decided);

        bool IsOpen(int i)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return decided[i] is not { } score || !IsSure(texts[i], score);
        }
    }

    private static SentimentScore?[] Counted(SentimentScore?[] scores)
    {
        EngineTelemetry.Undecided(scores.Count(score => score?.Label == SentimentScore.Undecided));
        return scores;
    }
}
