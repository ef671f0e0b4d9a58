using Sentiment.Inference;

namespace Sentiment.Benchmarks.Workers;

/// <summary>This engine: all texts in one call, or from concurrent callers that each wait for one text at a time.</summary>
/// <param name="directory">The model.</param>
/// <param name="callers">How many callers; 0 for one call.</param>
/// <param name="options">Without a cache, because rounds repeat their texts; with one only for texts that are new in each round.</param>
internal sealed class EngineWorker(string directory, int callers, InferenceOptions options) : IWorker
{
    private readonly SentimentEngine engine = new(SentimentModel.Load(directory), options);

    public async Task ScoreAsync(string[] texts, int padTo)
    {
        if (callers == 0) await engine.ScoreAsync(texts);
        else await Parallel.ForEachAsync(texts, new ParallelOptions { MaxDegreeOfParallelism = callers },
            async (text, ct) => await engine.ScoreAsync(text, ct));
    }

    public async Task ScoreOneAsync(string text, int padTo) => await engine.ScoreAsync(text);

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}

/// <summary>
/// The engine's session without its queue and worker threads, on the caller's thread: the baseline for the wait of a lone caller.
/// </summary>
internal sealed class SessionWorker(string directory) : IWorker
{
    private readonly SentimentModel model = SentimentModel.Load(directory);

    public Task ScoreAsync(string[] texts, int padTo)
    {
        model.Logits(texts);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        model.Dispose();
        return ValueTask.CompletedTask;
    }
}
