namespace FunctionsHost.ServiceBus;

/// <summary>Keeps one connection to a namespace: the first who needs it opens it, and opens the next when it was cut. Thread-safe.</summary>
internal sealed class BusClient(BusEndpoint endpoint) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private BusConnection? _connection;

    public BusEndpoint Endpoint => endpoint;

    /// <summary>An open connection with access to <paramref name="entity"/>. Throws what opening one throws.</summary>
    public async Task<BusConnection> ConnectAsync(string entity, CancellationToken cancel)
    {
        var connection = await ConnectAsync(cancel);
        await connection.AuthorizeAsync(entity).WaitAsync(cancel);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<BusConnection> ConnectAsync(CancellationToken cancel)
    {
        await _opening.WaitAsync(cancel);
        try
        {
            if (_connection is { IsClosed: false } open)
                return open;
            if (_connection is { } closed)
                await closed.DisposeAsync();
            return _connection = await BusConnection.OpenAsync(endpoint, cancel);
        }
        finally
        {
            _opening.Release();
        }
    }
}
