namespace Sentiment.Inference;

/// <summary>
/// Loads something once, on first use, for any number of concurrent callers. A failed load is told to those who waited for it and is tried
/// again by the next caller: <see cref="Lazy{T}"/> would remember the failure for ever. Thread-safe.
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
