using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using FunctionsHost.Functions;
using FunctionsHost.ServiceBus;
using FunctionsHost.Settings;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;
using ServiceBusBroker;

namespace FunctionsHost.Tests.ServiceBus;

/// <summary>A broker with the queues <c>in</c> and <c>out</c>, a function between them, and what the function received.</summary>
internal sealed class ListenerRig : IAsyncDisposable
{
    // A missing broker must be detected quickly.
    private static readonly ServiceBusClientOptions Impatient = new()
    {
        RetryOptions = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(50) },
    };

    private readonly QueueOptions[] queues;
    private readonly List<IAsyncDisposable> started = [];
    private ServiceBusClient client;

    public ListenerRig(QueueOptions? input = null, QueueOptions? output = null)
    {
        queues = [input ?? new QueueOptions("in"), output ?? new QueueOptions("out")];
        Broker = Broker.Start(new BrokerOptions { Queues = queues });
        client = new ServiceBusClient(Broker.ConnectionString);
    }

    public Broker Broker { get; private set; }

    public QueueCounts In => Broker.Count("in");

    public QueueCounts Out => Broker.Count("out");

    /// <summary>How often the function received each text.</summary>
    public ConcurrentDictionary<string, int> Seen { get; } = new();

    /// <summary>The test's own receiver of a queue.</summary>
    public ServiceBusReceiver Receiver(string queue) => client.CreateReceiver(queue);

    /// <summary>A function with a trigger on <c>in</c>; its return value goes to the queue that the setting Out names.</summary>
    public static RpcFunctionMetadata Function(string trigger) => Rig.Metadata(
        "F",
        $$"""{"name":"m","type":"serviceBusTrigger","direction":"In","queueName":"in","connection":"Bus",{{trigger}}}""",
        """{"name":"$return","type":"serviceBus","direction":"Out","queueOrTopicName":"%Out%","connection":"Bus"}""");

    public async Task<Rig> StartAsync(
        RpcFunctionMetadata function,
        Func<InvocationRequest, Task<InvocationResponse>> answer,
        ServiceBusLimits? limits = null,
        string output = "out")
    {
        var settings = Rig.Settings(("Bus", Broker.ConnectionString), ("Out", output));
        var clients = new ServiceBusClients(settings, Impatient);
        started.Add(clients);
        var outputs = new Dictionary<string, IOutput> { ["serviceBus"] = new QueueOutput(clients) };
        var rig = await Rig.StartAsync([function], (request, _) => answer(request), outputs, settings);
        started.Add(rig);
        var client = clients.For(rig.Functions[0].Trigger, rig.Functions[0]);
        var listener = QueueListener.For(rig.Functions[0], client, rig.Invoker, limits ?? new ServiceBusLimits(), rig.Terminal);
        started.Add(listener);
        listener.Start();
        return rig;
    }

    /// <summary>Stops the listener alone, as the host does first.</summary>
    public async Task StopListenerAsync()
    {
        var listener = started[^1];
        started.Remove(listener);
        await listener.DisposeAsync();
    }

    /// <summary>Records the texts of an invocation and returns them.</summary>
    public List<string> Texts(InvocationRequest request)
    {
        var data = request.InputData[0].Data;
        List<string> texts = data.DataCase == TypedData.DataOneofCase.String ? [data.String] : [.. data.CollectionString.String];
        foreach (var text in texts)
            Seen.AddOrUpdate(text, 1, (_, before) => before + 1);
        return texts;
    }

    /// <summary>Records an invocation and answers it with one output for each text.</summary>
    public InvocationResponse Echo(InvocationRequest request) => ScriptedWorker.Success(
        request, new TypedData { Json = JsonSerializer.Serialize(Texts(request).Select(text => $"echo {text}")) });

    public Task SendAsync(IEnumerable<int> numbers) => SendAsync([.. numbers.Select(i => new ServiceBusMessage($"{i}"))]);

    public async Task SendAsync(params ServiceBusMessage[] messages)
    {
        await using var sender = client.CreateSender("in");
        await sender.SendMessagesAsync(messages, TestContext.Current.CancellationToken);
    }

    /// <summary>The messages in a queue. They stay there.</summary>
    public async Task<List<ServiceBusReceivedMessage>> PeekAsync(string queue)
    {
        await using var receiver = Receiver(queue);
        var messages = new List<ServiceBusReceivedMessage>();
        while (await receiver.PeekMessagesAsync(250, cancellationToken: TestContext.Current.CancellationToken) is { Count: > 0 } page)
            messages.AddRange(page);
        return messages;
    }

    /// <summary>The bodies of the messages in a queue.</summary>
    public async Task<IEnumerable<string>> TextsAsync(string queue) => (await PeekAsync(queue)).Select(message => message.Body.ToString());

    /// <summary>Stops the broker. Its messages are lost and its connections are cut.</summary>
    public async Task StopBrokerAsync() => await Broker.DisposeAsync();

    /// <summary>Starts an empty broker on the port of the previous one.</summary>
    public async Task RestartBrokerAsync()
    {
        await StopBrokerAsync();
        await client.DisposeAsync();
        Broker = Broker.Start(new BrokerOptions { Port = Broker.Port, Queues = queues });
        client = new ServiceBusClient(Broker.ConnectionString);
    }

    public static async Task UntilAsync(Func<bool> reached)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        while (!reached())
            await Task.Delay(10, late.Token);
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = started.Count - 1; i >= 0; i--)
            await started[i].DisposeAsync();
        await client.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
