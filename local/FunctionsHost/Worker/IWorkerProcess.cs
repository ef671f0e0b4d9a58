namespace FunctionsHost.Worker;

/// <summary>One run of a worker. Tests play it in their own process; otherwise it is a <see cref="WorkerProcess"/>.</summary>
internal interface IWorkerProcess : IAsyncDisposable
{
    int Id { get; }

    /// <summary>Ends when the worker has; never fails.</summary>
    Task Exited { get; }

    /// <summary>What there is to say about a worker that has ended.</summary>
    string ExitReason();

    /// <summary>Ends the worker at once; it may have ended before.</summary>
    void Kill();

    /// <summary>Waits for the worker to end by itself, then ends it.</summary>
    Task EndAsync(TimeSpan grace);
}
