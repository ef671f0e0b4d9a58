using System.Net;
using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsHost.Output;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

public sealed class LocalBrokerTests
{
    private const string Key = "SharedAccessKeyName=Root;SharedAccessKey=k";

    private static readonly Terminal Silent = new(TextWriter.Null, isRedirected: true);

    [Fact]
    public async Task An_emulator_connection_string_uses_the_host_s_broker_and_gets_its_port()
    {
        var settings = Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true");
        await using var broker = await LocalBroker.StartAsync(settings, 0, TimeSpan.Zero, Silent);
        Assert.NotNull(broker);
        Assert.Equal($"Endpoint=sb://127.0.0.1:{broker.Port};{Key};UseDevelopmentEmulator=true;", settings.Find("Bus"));
        Assert.Contains($":{broker.Port};", settings.ForWorker().Single(setting => setting.Key == "Bus").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_already_listens_on_the_port_is_used_and_the_host_says_so()
    {
        await using var other = Broker.Start(new BrokerOptions());
        var settings = Settings(other.ConnectionString);
        var shown = new StringWriter();
        Assert.Null(await LocalBroker.StartAsync(settings, null, TimeSpan.Zero, new Terminal(shown, isRedirected: true)));
        Assert.Equal(other.ConnectionString, settings.Find("Bus"));
        Assert.Contains(
            $"Bus: using the broker that already listens on 127.0.0.1:{other.Port}", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_the_usual_port_is_taken_the_connection_string_that_clients_need_is_shown()
    {
        await using var other = Broker.Start(new BrokerOptions());
        var settings = Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true");
        var shown = new StringWriter();
        await using var broker = await LocalBroker.StartAsync(
            settings, null, TimeSpan.Zero, new Terminal(shown, isRedirected: true), usualPort: other.Port);
        Assert.NotEqual(other.Port, broker!.Port);
        Assert.Contains($"Port {other.Port} is taken", shown.ToString(), StringComparison.Ordinal);
        Assert.Contains(settings.Find("Bus")!, shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_s_broker_listens_on_a_free_port_of_the_setting()
    {
        var port = FreePort();
        var settings = Settings($"Endpoint=sb://localhost:{port};{Key};UseDevelopmentEmulator=true");
        await using var broker = await LocalBroker.StartAsync(settings, null, TimeSpan.Zero, Silent);
        Assert.Equal(port, broker!.Port);
    }

    [Fact]
    public async Task A_latency_reaches_the_broker()
    {
        var latency = TimeSpan.FromMilliseconds(200);
        await using var broker =
            await LocalBroker.StartAsync(Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true"), 0, latency, Silent);
        Assert.Equal(latency, broker!.Latency);
    }

    [Theory]
    [InlineData($"Endpoint=sb://shop.servicebus.windows.net/;{Key}")]
    [InlineData($"Endpoint=sb://emulator.example;{Key};UseDevelopmentEmulator=true")]
    public async Task Any_other_namespace_is_left_unchanged(string connection) =>
        Assert.Null(await LocalBroker.StartAsync(Settings(connection), null, TimeSpan.Zero, Silent));

    [Fact]
    public async Task A_requested_port_that_is_taken_is_named_in_the_error()
    {
        await using var other = Broker.Start(new BrokerOptions());
        var settings = Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true");
        var error = await Assert.ThrowsAsync<HostException>(() => LocalBroker.StartAsync(settings, other.Port, TimeSpan.Zero, Silent));
        Assert.Contains($"{other.Port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--broker-port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queues_of_all_bindings_are_declared_and_a_topic_is_refused_by_name()
    {
        var settings = Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true");
        await using var broker = await LocalBroker.StartAsync(settings, 0, TimeSpan.Zero, Silent);
        var withQueues = Function(
            """{"name":"m","type":"serviceBusTrigger","direction":"In","queueName":"in","connection":"Bus"}""",
            """{"name":"r","type":"serviceBus","direction":"Out","queueOrTopicName":"out","entityType":"Queue","connection":"Bus"}""");
        LocalBroker.Declare(broker!, [withQueues], settings);
        Assert.Equal((0, 0), (broker!.Count("in").Live, broker.Count("out").Live));
        var withTopic = Function("""{"name":"m","type":"serviceBusTrigger","topicName":"t","subscriptionName":"s","connection":"Bus"}""");
        var error = Assert.Throws<HostException>(() => LocalBroker.Declare(broker, [withTopic], settings));
        Assert.Contains("topic", error.Message, StringComparison.Ordinal);

        Function Function(params string[] bindings) => new(Rig.Metadata("F", bindings), settings);
    }

    [Theory]
    [InlineData("in", 5)]
    [InlineData("out", 1)]
    public async Task A_message_is_locked_as_long_as_on_Azure(string queue, int minutes)
    {
        var settings = Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true");
        await using var broker = await LocalBroker.StartAsync(settings, 0, TimeSpan.Zero, Silent);
        LocalBroker.Declare(broker!, [Between("in", "out", settings)], settings);
        await using var client = new ServiceBusClient(broker!.ConnectionString);
        await client.CreateSender(queue).SendMessageAsync(new("x"), TestContext.Current.CancellationToken);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1); // The client's times are rounded.

        var message = await client.CreateReceiver(queue).ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(message.LockedUntil, before.AddMinutes(minutes), before.AddMinutes(minutes + 1));
    }

    [Fact]
    public async Task A_repeat_is_dropped_on_a_queue_to_which_no_function_sends_as_on_Azure()
    {
        var settings = Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true");
        await using var broker = await LocalBroker.StartAsync(settings, 0, TimeSpan.Zero, Silent);
        LocalBroker.Declare(broker!, [Between("in", "parts", settings), Between("parts", "out", settings)], settings);
        await using var client = new ServiceBusClient(broker!.ConnectionString);

        foreach (var queue in new[] { "in", "parts", "out", "in", "parts", "out" })
            await client.CreateSender(queue).SendMessageAsync(new("x") { MessageId = "1" }, TestContext.Current.CancellationToken);

        Assert.Equal((1, 2, 2), (broker.Count("in").Live, broker.Count("parts").Live, broker.Count("out").Live));
    }

    [Fact]
    public async Task A_dead_letter_queue_comes_with_its_queue_and_an_invalid_name_is_refused_by_function()
    {
        var settings = Settings($"Endpoint=sb://127.0.0.1;{Key};UseDevelopmentEmulator=true");
        await using var broker = await LocalBroker.StartAsync(settings, 0, TimeSpan.Zero, Silent);

        LocalBroker.Declare(broker!, [Triggered("in/$deadletterqueue", settings)], settings);
        var error = Assert.Throws<HostException>(() => LocalBroker.Declare(broker!, [Triggered("my queue", settings)], settings));

        Assert.Equal(0, broker!.Count("in").Live);
        Assert.StartsWith("Function F (m): 'my queue' is not a queue name", error.Message, StringComparison.Ordinal);
    }

    private static Function Between(string input, string output, AppSettings settings) => new(
        Rig.Metadata(
            "F",
            $$"""{"name":"m","type":"serviceBusTrigger","direction":"In","queueName":"{{input}}","connection":"Bus"}""",
            $$"""{"name":"r","type":"serviceBus","direction":"Out","queueOrTopicName":"{{output}}","connection":"Bus"}"""),
        settings);

    private static Function Triggered(string queue, AppSettings settings) => new(
        Rig.Metadata("F", $$"""{"name":"m","type":"serviceBusTrigger","direction":"In","queueName":"{{queue}}","connection":"Bus"}"""),
        settings);

    private static AppSettings Settings(string connection) => Rig.Settings(("Bus", connection));

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
