namespace FunctionsHost;

/// <summary>
/// The lifetime of a server that <see cref="LocalHost"/> stops when its turn comes. The usual one listens for Ctrl-C and SIGTERM
/// by itself: it would end the worker's stream before the worker is told to end, and swallow a second Ctrl-C.
/// </summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
