using Sentiment.Inference;

namespace Sentiment.Benchmarks.Workers;

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
