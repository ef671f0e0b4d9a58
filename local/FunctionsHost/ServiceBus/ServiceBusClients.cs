using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsHost.Settings;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// One client per connection setting, shared by triggers and outputs: a connection string, or an identity with
/// <c>NAME__fullyQualifiedNamespace</c>. Thread-safe.
/// </summary>
/// <param name="settings">The settings with the connections.</param>
/// <param name="options">How the clients behave; by default as they do in the Functions host.</param>
internal sealed class ServiceBusClients(AppSettings settings, ServiceBusClientOptions? options = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ServiceBusClient> clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The client of a binding's connection. It connects when it is first used.</summary>
    /// <exception cref="HostException">The connection's setting is missing or wrong.</exception>
    public ServiceBusClient For(Binding binding, Function function) =>
        clients.GetOrAdd(ConnectionName(binding), name => Create(name, $"Function {function} (binding {binding.Name})"));

    /// <summary>The setting of a binding's connection; AzureWebJobsServiceBus if it names none.</summary>
    public static string ConnectionName(Binding binding) => binding.Text("connection") is { Length: > 0 } name ? name : "ServiceBus";

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            await client.DisposeAsync();
    }

    private ServiceBusClient Create(string name, string usedBy)
    {
        if (ConnectionSetting.Find(settings, name) is { } text)
            return FromText(name, text);
        return ConnectionSetting.Find(settings, name + "__fullyQualifiedNamespace") is { } address
            ? FromNamespace(name, address.Trim())
            : throw settings.Missing(name, usedBy);
    }

    private ServiceBusClient FromNamespace(string name, string address)
    {
        var identity = ConnectionSetting.Credential(settings, name);
        try
        {
            return new ServiceBusClient(address, identity, options);
        }
        catch (ArgumentException exception)
        {
            throw new HostException(
                $"The setting '{name}__fullyQualifiedNamespace' is not the name of a namespace: '{address}'. It must be like "
                + "NAME.servicebus.windows.net, without a slash.", exception);
        }
    }

    private ServiceBusClient FromText(string name, string text)
    {
        try
        {
            return new ServiceBusClient(text, options);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new HostException(
                $"The setting '{name}' is not a Service Bus connection string ({exception.Message}). It must contain "
                + $"Endpoint=sb://HOST/, SharedAccessKeyName and SharedAccessKey; or set {name}__fullyQualifiedNamespace to sign in with "
                + "an identity.", exception);
        }
    }
}
