using System.Net;
using System.Net.Sockets;
using System.Text;
using Amqp;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class LifetimeTests
{
    private readonly CountingTime time = new();

    [Fact]
    public async Task A_port_used_by_another_broker_is_an_error_that_names_it()
    {
        await using var first = Start();

        var error = Assert.Throws<InvalidOperationException>(() => Broker.Start(new BrokerOptions { Port = first.Port }));

        Assert.Contains($"127.0.0.1:{first.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_in_use_with_address_sharing_is_an_error_too()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();

        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        Assert.Throws<InvalidOperationException>(() => Broker.Start(new BrokerOptions { Port = port }));
    }

    [Fact]
    public async Task A_stopped_broker_leaves_no_socket_and_no_timer()
    {
        var broker = Start();
        await using var polite = await WireClient.Connect(broker);
        using var silent = await RawClient.Connect(broker);
        using var hanging = await RawClient.Connect(broker);
        await hanging.Open();

        await broker.DisposeAsync();
        await broker.DisposeAsync();

        Assert.Equal(0, time.Timers);
        await silent.ReadToEnd();
        await hanging.ReadToEnd();
        await using var next = Broker.Start(new BrokerOptions { Port = broker.Port });
        Assert.Equal(broker.Port, next.Port);
    }

    [Fact]
    public async Task A_stopped_broker_accepts_no_more_queues()
    {
        var broker = Start();
        await broker.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => broker.Declare(new QueueOptions("late")));
    }

    [Fact]
    public async Task A_silent_client_is_disconnected_and_an_active_one_stays()
    {
        await using var broker = Start();
        await using var client = await WireClient.Connect(broker);
        await client.Ask("$cbs", "put-token");
        using var silent = await RawClient.Connect(broker);
        await Eventually.HoldsAsync(() => time.Timers == 2, "one for the ticks, one for the silent client");

        time.Advance(TimeSpan.FromSeconds(30));

        await silent.ReadToEnd();
        await client.Sender("jobs").SendAsync(new Message("a"), WireClient.Patience);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("AMQP\u0000\u0001\u0000\u0000")]
    [InlineData("AMQP\u0003\u0001\u0000\u0000\u007f\u007f\u007f\u007fnonsense")]
    public async Task Noise_from_one_client_does_not_disturb_the_others(string noise)
    {
        await using var broker = Start();
        using var noisy = await RawClient.Connect(broker);
        await noisy.Send(Encoding.Latin1.GetBytes(noise));

        await using var client = await WireClient.Connect(broker);
        await client.Sender("jobs").SendAsync(new Message("a"), WireClient.Patience);

        Assert.Equal(1, broker.Count("jobs").Active);
    }

    private Broker Start() => Broker.Start(new BrokerOptions { Queues = [new("jobs")], TimeProvider = time });
}
