using System.Text;
using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class GreetingTests : IAsyncDisposable
{
    private readonly CountingTime time = new();
    private readonly Broker broker;

    public GreetingTests() => broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")], TimeProvider = time });

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Theory]
    [InlineData("AMQP\u0000\u0001\u0000\u0000")]
    [InlineData("AMQP\u0003\u0002\u0000\u0000")]
    [InlineData("AMQP\u0000\u0000\u0009\u0001 and more")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc")]
    public async Task A_wrong_protocol_header_is_answered_with_the_right_one_and_the_connection_closed(string header)
    {
        using var client = await RawClient.Connect(broker);
        await client.Send(Encoding.Latin1.GetBytes(header));

        Assert.Equal("AMQP\u0003\u0001\u0000\u0000", Encoding.Latin1.GetString(await client.ReadToEnd()));
    }

    [Fact]
    public async Task A_wrong_header_after_the_handshake_ends_the_connection_too()
    {
        using var client = await RawClient.Connect(broker);
        await client.Open([.. "AMQP"u8, 0, 2, 0, 0]);

        await client.ReadToEnd();
    }

    [Fact]
    public async Task An_administration_client_is_told_at_once_that_there_is_no_HTTP_endpoint()
    {
        var client = new ServiceBusAdministrationClient(broker.ConnectionString);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => client.GetQueueAsync("jobs"));

        Assert.IsType<ServiceBusException>(error);
        Assert.Equal(501, Assert.IsType<RequestFailedException>(error.InnerException).Status);
        Assert.Contains("no HTTP endpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_disconnects_during_its_greeting_is_dropped()
    {
        using (var client = await RawClient.Connect(broker))
        {
            await client.Send("AMQ"u8.ToArray());
            await Eventually.HoldsAsync(() => time.Timers == 2, "one for the ticks, one for the client");
        }

        await Eventually.HoldsAsync(() => time.Timers == 1, "the client's is gone");
        await using var next = new ServiceBusClient(broker.ConnectionString);
        await next.CreateSender("jobs").SendMessageAsync(new ServiceBusMessage("a"), TestContext.Current.CancellationToken);
        Assert.Equal(1, broker.Count("jobs").Active);
    }
}
