namespace Sentiment.Inference;

/// <summary>
/// A worker thread: takes batches from the queue and runs them. It is not a thread of the pool, because the model keeps it busy for long
/// and the pool must stay free for the callers.
/// </summary>
internal sealed class BatchWorker
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BatchWorker(RequestQueue queue, BatchRunner runner, int number) =>
        new Thread(() => Work(queue, runner)) { IsBackground = true, Name = $"sentiment worker {number}" }.Start();

    /// <summary>Completes when the thread has stopped.</summary>
    public Task Ended => ended.Task;

    private void Work(RequestQueue queue, BatchRunner runner)
    {
        List<PendingText> batch = [];
        while (queue.Take(batch)) runner.Run(batch);
        ended.SetResult();
    }
}
