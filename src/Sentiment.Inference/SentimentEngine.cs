namespace Sentiment.Inference;

/// <summary>Scores texts with one model. All callers share its queue and its batches. Thread-safe.</summary>
public sealed class SentimentEngine : IAsyncDisposable
{
    private readonly SentimentModel model;

    /// <summary>Takes over a loaded model.</summary>
    /// <param name="model">The model; the engine disposes it.</param>
    /// <param name="options">Queue limits; null for the defaults.</param>
    public SentimentEngine(SentimentModel model, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (options ?? new()).Validate();
        this.model = model;
    }

    /// <summary>The model that scores.</summary>
    public ModelInfo Model => model.Info;

    /// <summary>Scores one text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ct">A caller that has gone gives its place up.</param>
    /// <exception cref="EngineBusyException">The queue is full; nothing was scored.</exception>
    public async ValueTask<SentimentScore> ScoreAsync(string text, CancellationToken ct = default) =>
        (await ScoreAsync([text], ct).ConfigureAwait(false))[0];

    /// <summary>Scores any number of texts, in order.</summary>
    /// <param name="texts">Any texts; none gives none.</param>
    /// <param name="ct">A caller that has gone gives its place up.</param>
    /// <exception cref="EngineBusyException">The queue is full; nothing was scored.</exception>
    public async ValueTask<SentimentScore[]> ScoreAsync(IReadOnlyList<string> texts, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0) return [];
        return await Task.Run(
            () =>
            {
                TokenizedText[] tokenized = [.. texts.Select(model.Tokenize)];
                return model.LogitsOf(tokenized).Select((logits, i) => LogitReader.Score(model.Info.Labels, logits, tokenized[i])).ToArray();
            },
            ct).ConfigureAwait(false);
    }

    /// <summary>Waits for the running batch and frees the model.</summary>
    public ValueTask DisposeAsync()
    {
        model.Dispose();
        return ValueTask.CompletedTask;
    }
}
