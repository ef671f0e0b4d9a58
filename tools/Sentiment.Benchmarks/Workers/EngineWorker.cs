using Sentiment.Inference;

namespace Sentiment.Benchmarks.Workers;

/// <summary>This engine: all texts in one call, or from concurrent callers that each wait for one text at a time.</summary>
internal sealed class EngineWorker(string directory, int callers) : IWorker
{
    private readonly SentimentEngine engine = new(SentimentModel.Load(directory), new() { CacheMegabytes = 0 });

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
