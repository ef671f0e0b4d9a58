using System.Collections.Concurrent;
using Amqp;
using Amqp.Sasl;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// One AMQP connection to a namespace, with one session, and the tokens on it kept fresh. It does not mend itself: when it is
/// <see cref="IsClosed"/>, <see cref="BusClient"/> opens the next. Thread-safe.
/// </summary>
internal sealed class BusConnection : IAsyncDisposable
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(30);

    // A namespace that sends not even a heartbeat for so long is gone, though no packet says so.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RenewAtMostEvery = TimeSpan.FromSeconds(30);

    private readonly BusEndpoint _endpoint;
    private readonly Connection _connection;
    private readonly ClaimsLink _claims;
    private readonly ConcurrentDictionary<string, Task> _authorized = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _closing = new();

    private BusConnection(BusEndpoint endpoint, Connection connection)
    {
        (_endpoint, _connection) = (endpoint, connection);
        Session = new Session(connection);
        _claims = new ClaimsLink(Session);
    }

    public Session Session { get; }

    public bool IsClosed => _connection.IsClosed || Session.IsClosed;

    /// <exception cref="AmqpException">The other side refused.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody is there.</exception>
    /// <exception cref="TimeoutException">Nobody answered.</exception>
    public static async Task<BusConnection> OpenAsync(BusEndpoint endpoint, CancellationToken cancel)
    {
        var factory = new ConnectionFactory { SASL = { Profile = SaslProfile.Anonymous }, AMQP = { IdleTimeout = (int)Silence.TotalMilliseconds, ContainerId = $"functions-host-{Guid.NewGuid():N}", HostName = endpoint.Host } };
        var address = new Address(endpoint.Host, endpoint.Port, null, null, "/", endpoint.UsesTls ? "amqps" : "amqp");
        var connection = await factory.CreateAsync(address).WaitAsync(OpenTimeout, cancel);
        await Task.Yield(); // This is the connection's own thread, which must be free to receive.
        return new BusConnection(endpoint, connection);
    }

    /// <summary>Shows the namespace a token for an entity, and again before that runs out. Once per entity.</summary>
    public async Task AuthorizeAsync(string entity)
    {
        var authorizing = _authorized.GetOrAdd(entity, BeginAsync);
        try
        {
            await authorizing;
        }
        catch
        {
            _authorized.TryRemove(KeyValuePair.Create(entity, authorizing)); // A refusal may be over at the next try.
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _connection.CloseAsync(TimeSpan.FromSeconds(2));
        }
        catch (Exception gone) when (gone is AmqpException or TimeoutException or IOException or ObjectDisposedException)
        {
            // It was closed by the other side, or the other side is no more.
        }
    }

    private async Task BeginAsync(string entity)
    {
        var expires = await PutTokenAsync(entity);
        _ = RenewAsync(entity, expires);
    }

    private async Task<DateTimeOffset> PutTokenAsync(string entity)
    {
        var audience = $"sb://{_endpoint.Host}/{entity}";
        var token = await _endpoint.Credential.TokenAsync(audience, _closing.Token);
        await _claims.PutAsync(token, audience);
        return token.Expires;
    }

    private async Task RenewAsync(string entity, DateTimeOffset expires)
    {
        try
        {
            while (!_closing.IsCancellationRequested && expires < DateTimeOffset.MaxValue)
            {
                var wait = expires - RenewBefore - DateTimeOffset.UtcNow;
                await Task.Delay(wait > RenewAtMostEvery ? wait : RenewAtMostEvery, _closing.Token);
                expires = await PutTokenAsync(entity);
            }
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            // Without a fresh token the namespace detaches the links; then the connection is opened anew, and that failure is told.
        }
    }
}
