namespace Sentiment.Inference;

/// <summary>
/// Runs a single text on its caller's thread while the engine is idle, which saves two changes of thread. Nothing changes for others: the
/// run takes the turn of a worker. Thread-safe.
/// </summary>
internal sealed class CallerThread(RequestQueue queue, BatchRunner runner) : IAsyncDisposable
{
    private readonly SemaphoreSlim free = new(1); // the runner's buffers are for one run at a time

    /// <summary>Whether a run would begin now.</summary>
    public bool IsFree => free.CurrentCount > 0 && queue.IsIdle;

    /// <summary>Answers the texts of a call; false if the engine is not idle any more.</summary>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public bool TryRun(ScoringRequest call)
    {
        if (call.Open.Count == 0) return true; // the score is known
        if (!free.Wait(0)) return false;
        try
        {
            if (!queue.TryBegin()) return false;
            runner.Run([.. call.Open.Select(index => new PendingText(call, index))]);
            return true;
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits until no caller's thread runs the model. The queue must have been stopped, so that none begins again.</summary>
    public async ValueTask DisposeAsync()
    {
        await free.WaitAsync().ConfigureAwait(false);
        free.Dispose();
    }
}
