namespace Sentiment.Inference;

/// <summary>
/// Loads something once, on first use, for any number of concurrent callers. If a load fails, every waiting caller gets the error,
/// and the next caller tries again. <see cref="Lazy{T}"/> would keep the failure forever. Thread-safe.
/// </summary>
internal sealed class AsyncLazy<T>(Func<Task<T>> load)
{
    private readonly Lock gate = new();
    private Task<T>? loading;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (loading is null or { IsFaulted: true } or { IsCanceled: true }) loading = Task.Run(load, CancellationToken.None);
            return loading.WaitAsync(cancellationToken);
        }
    }
}
