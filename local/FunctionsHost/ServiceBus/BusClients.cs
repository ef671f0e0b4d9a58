using System.Collections.Concurrent;
using FunctionsHost.Functions;
using FunctionsHost.Settings;

namespace FunctionsHost.ServiceBus;

/// <summary>One client per connection setting, shared by triggers and outputs. Thread-safe.</summary>
internal sealed class BusClients(AppSettings settings) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BusClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="HostException">The connection's setting is missing or wrong.</exception>
    public BusClient For(Binding binding, Function function) =>
        _clients.GetOrAdd(ConnectionName(binding), name => new BusClient(BusEndpoint.From(settings, name, $"Function {function} (binding {binding.Name})")));

    /// <summary>The setting that a binding's connection is in; one that names none means AzureWebJobsServiceBus.</summary>
    public static string ConnectionName(Binding binding) => binding.Text("connection") is { Length: > 0 } name ? name : "ServiceBus";

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
    }
}
