namespace FunctionsHost.Worker;

/// <summary>
/// Several workers, each a process of its own, like instances on Azure. Each has its own Service Bus listeners; HTTP calls and blobs are
/// distributed in turn.
/// </summary>
internal sealed class WorkerPool : IAsyncDisposable
{
    private WorkerPool(IReadOnlyList<WorkerSupervisor> workers) => Workers = workers;

    /// <summary>The workers; at least one.</summary>
    public IReadOnlyList<WorkerSupervisor> Workers { get; }

    /// <summary>Fails when one of them can no longer be started.</summary>
    public Task Completion => Task.WhenAny(Workers.Select(worker => worker.Completion)).Unwrap();

    /// <summary>Starts workers, which are replaced when they end, until <paramref name="hostStopping"/> is cancelled.</summary>
    public static WorkerPool Start(int count, Func<WorkerSupervisor> create, CancellationToken hostStopping)
    {
        var pool = new WorkerPool([.. Enumerable.Range(0, count).Select(_ => create())]);
        foreach (var worker in pool.Workers)
            worker.Start(hostStopping);
        return pool;
    }

    /// <summary>Ends all of them.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(Workers.Select(worker => worker.DisposeAsync().AsTask()));
}
