using Azure.Messaging.ServiceBus;

namespace ServiceBusBroker.Tests.Support;

/// <summary>A queue on its own broker, with a clock that the test moves and the official client connected to it.</summary>
internal sealed class TestQueue : IAsyncDisposable
{
    public const string Name = "jobs";

    // No retries, so that every error is visible.
    private static readonly ServiceBusClientOptions ClientOptions = new()
    {
        RetryOptions = { MaxRetries = 0, TryTimeout = WireClient.Patience },
    };

    public TestQueue(Func<QueueOptions, QueueOptions>? with = null, Func<BrokerOptions, BrokerOptions>? on = null)
    {
        var queue = new QueueOptions(Name);
        var options = new BrokerOptions { Queues = [with?.Invoke(queue) ?? queue], TimeProvider = Time };
        Broker = Broker.Start(on?.Invoke(options) ?? options);
        Client = Connect();
        Sender = Client.CreateSender(Name);
        Receiver = Client.CreateReceiver(Name);
        Deleter = Client.CreateReceiver(Name, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        DeadLetters = Client.CreateReceiver(Name, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
    }

    public CountingTime Time { get; } = new();

    public Broker Broker { get; }

    public ServiceBusClient Client { get; }

    public ServiceBusSender Sender { get; }

    public ServiceBusReceiver Receiver { get; }

    /// <summary>Receives without locks.</summary>
    public ServiceBusReceiver Deleter { get; }

    public ServiceBusReceiver DeadLetters { get; }

    public QueueCounts Counts => Broker.Count(Name);

    public ServiceBusClient Connect() => new(Broker.ConnectionString, ClientOptions);

    public Task Send(params string[] bodies) => Sender.SendMessagesAsync(bodies.Select(body => new ServiceBusMessage(body)));

    /// <summary>Receives a message that must arrive.</summary>
    public async Task<ServiceBusReceivedMessage> Receive(ServiceBusReceiver? from = null) =>
        await (from ?? Receiver).ReceiveMessageAsync(WireClient.Patience) ?? throw new TimeoutException("No message came.");

    /// <summary>Receives this many messages, which must arrive.</summary>
    public async Task<List<ServiceBusReceivedMessage>> Receive(int count, ServiceBusReceiver? from = null)
    {
        var all = new List<ServiceBusReceivedMessage>();
        while (all.Count < count)
        {
            var some = await (from ?? Receiver).ReceiveMessagesAsync(count - all.Count, WireClient.Patience);
            Assert.NotEmpty(some);
            all.AddRange(some);
        }

        return all;
    }

    public Task CountsBecome(QueueCounts expected) => Eventually.HoldsAsync(() => Counts == expected, $"{expected}");

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
