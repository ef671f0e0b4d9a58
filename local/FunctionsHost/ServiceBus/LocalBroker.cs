using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.Settings;
using ServiceBusBroker;

namespace FunctionsHost.ServiceBus;

/// <summary>
/// Decides which broker the app uses, and starts the built-in one if that is it. A connection string for the emulator on this machine
/// means the built-in broker, unless something already listens on the port that it names; any other one is used unchanged.
/// </summary>
internal static class LocalBroker
{
    private const int UsualPort = 5672;
    private const string DeadLetters = "/$DeadLetterQueue";

    // As infra/modules/messaging.bicep sets them on Azure, which says why.
    private static readonly TimeSpan InputLock = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OutputLock = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DropsRepeats = TimeSpan.FromMinutes(10);

    /// <summary>Starts the built-in broker and writes its port to the settings that mean it; null if none does.</summary>
    public static async Task<Broker?> StartAsync(
        AppSettings settings, int? port, TimeSpan latency, Terminal terminal, int usualPort = UsualPort)
    {
        var mine = new Dictionary<string, Uri>();
        foreach (var (name, value) in settings.All)
        {
            if (Endpoint(value) is not { } endpoint)
                continue;
            if (endpoint.Port > 0 && await ListensAsync(endpoint.Port))
                terminal.Info("service bus", $"{name}: using the broker that already listens on 127.0.0.1:{endpoint.Port}.");
            else
                mine.Add(name, endpoint);
        }

        if (mine.Count == 0)
            return null;

        port ??= mine.Values.Where(endpoint => endpoint.Port > 0).Select(endpoint => (int?)endpoint.Port).FirstOrDefault();
        var broker = Start(port, usualPort, latency);
        foreach (var (name, endpoint) in mine)
            settings.Override(name, WithPort(settings.Find(name)!, endpoint, broker.Port));
        var connection = settings.Find(mine.Keys.First());
        if (port is null && broker.Port != usualPort)
            terminal.Warn("service bus", $"Port {usualPort} is taken, so the built-in broker is on port {broker.Port}. "
                + $"Pass this connection string to samples and clients: {connection}");
        else
            terminal.Info("service bus", $"built-in broker, {connection}");
        return broker;
    }

    /// <summary>Declares the queues of the functions' bindings that use this broker.</summary>
    /// <exception cref="HostException">A binding names a topic, or a queue that cannot exist.</exception>
    public static void Declare(Broker broker, IEnumerable<Function> functions, AppSettings settings)
    {
        var queues = functions.SelectMany(function => function.Bindings.Select(binding => (Function: function, Binding: binding)))
            .Where(found => (found.Binding.Is("serviceBusTrigger") || found.Binding.Is("serviceBus"))
                && Endpoint(ConnectionSetting.Find(settings, ServiceBusClients.ConnectionName(found.Binding)))?.Port == broker.Port)
            .GroupBy(found => Queue(found.Function, found.Binding), StringComparer.OrdinalIgnoreCase);
        foreach (var queue in queues)
        {
            var (function, binding) = queue.First();
            var isInput = queue.Any(found => found.Binding.Is("serviceBusTrigger"));
            var isOutput = queue.Any(found => found.Binding.Is("serviceBus"));
            try
            {
                broker.Declare(new QueueOptions(queue.Key)
                {
                    LockDuration = isInput ? InputLock : OutputLock,
                    // The output binding generates a new message id each time, so it would never match.
                    DuplicateDetectionWindow = isInput && !isOutput ? DropsRepeats : null,
                });
            }
            catch (ArgumentException exception)
            {
                throw new HostException($"Function {function} ({binding.Name}): {exception.Message}", exception);
            }
        }
    }

    /// <summary>Whether something accepts connections on this port of this machine.</summary>
    public static async Task<bool> ListensAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(TimeSpan.FromSeconds(1));
            return true;
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The emulator's endpoint in a connection string; null if it means anything but an emulator on this machine.</summary>
    private static Uri? Endpoint(string? connectionString)
    {
        if (connectionString?.Contains("UseDevelopmentEmulator", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var parts = ConnectionSetting.Split(connectionString);
        return "true".Equals(parts.GetValueOrDefault("UseDevelopmentEmulator"), StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var endpoint) && endpoint.IsLoopback
            ? endpoint
            : null;
    }

    private static string WithPort(string connectionString, Uri endpoint, int port)
    {
        var parts = ConnectionSetting.Split(connectionString);
        parts["Endpoint"] = $"sb://{endpoint.Host}:{port.ToString(CultureInfo.InvariantCulture)}";
        return string.Concat(parts.Select(part => $"{part.Key}={part.Value};"));
    }

    private static string Queue(Function function, Binding binding)
    {
        var isTopic = binding.Text("topicName") is not null
            || "topic".Equals(binding.Text("entityType"), StringComparison.OrdinalIgnoreCase);
        var queue = (isTopic ? null : binding.Text("queueName") ?? binding.Text("queueOrTopicName")) ?? throw new HostException(
            $"Function {function} uses a topic ({binding.Name}); the built-in broker has queues only. "
            + "Point its connection to a real namespace or to Microsoft's emulator.");
        return queue.EndsWith(DeadLetters, StringComparison.OrdinalIgnoreCase) ? queue[..^DeadLetters.Length] : queue;
    }

    private static Broker Start(int? port, int usualPort, TimeSpan latency)
    {
        var options = new BrokerOptions { Port = port ?? usualPort, Latency = latency };
        try
        {
            return Broker.Start(options);
        }
        catch (InvalidOperationException) when (port is null)
        {
            return Broker.Start(options with { Port = 0 });
        }
        catch (InvalidOperationException exception)
        {
            throw new HostException(
                $"The built-in broker cannot listen on port {port} ({exception.GetBaseException().Message}). Choose a free one with "
                + "--broker-port.", exception);
        }
    }
}
