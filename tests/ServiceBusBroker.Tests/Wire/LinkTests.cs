using Amqp;
using Amqp.Framing;
using Amqp.Types;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class LinkTests : IAsyncLifetime
{
    private readonly Broker broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });
    private WireClient client = null!;

    public async ValueTask InitializeAsync() => client = await WireClient.Connect(broker);

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Theory]
    [InlineData("JOBS")]
    [InlineData("/jobs")]
    [InlineData("amqps://name.servicebus.windows.net/jobs")]
    public async Task A_queue_is_found_however_its_address_is_written(string address)
    {
        await client.Sender(address).SendAsync(new Message("a"), WireClient.Patience);

        Assert.Equal(1, broker.Count("jobs").Active);
    }

    [Theory]
    [InlineData("jobs/$DeadLetterQueue")]
    [InlineData("jobs/$deadletterqueue")]
    public async Task The_dead_letter_queue_is_a_queue_to_receive_from(string address)
    {
        await client.Sender("jobs").SendAsync(new Message("a"), WireClient.Patience);
        var receiver = client.Receiver("jobs");
        receiver.SetCredit(1, autoRestore: false);
        receiver.Reject(await WireClient.Receive(receiver), new Error(new Symbol("poison")) { Description = "bad" });

        var deadLetters = client.Receiver(address);
        deadLetters.SetCredit(1, autoRestore: false);
        var dead = await WireClient.Receive(deadLetters);

        Assert.Equal("poison", dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal("bad", dead.ApplicationProperties["DeadLetterErrorDescription"]);
    }

    [Fact]
    public async Task A_link_without_an_address_is_refused_and_the_others_keep_working()
    {
        var error = await Assert.ThrowsAsync<AmqpException>(() => client.Sender("").SendAsync(new Message("a"), WireClient.Patience));
        Assert.NotNull(error.Error);

        await using var other = await WireClient.Connect(broker);
        await other.Sender("jobs").SendAsync(new Message("a"), WireClient.Patience);
        Assert.Equal(1, broker.Count("jobs").Active);
    }

    [Fact]
    public async Task A_message_id_that_is_too_long_is_refused()
    {
        var message = new Message("a") { Properties = new Properties { MessageId = new string('x', 129) } };

        var error = await Assert.ThrowsAsync<AmqpException>(() => client.Sender("jobs").SendAsync(message, WireClient.Patience));

        Assert.Contains("129", error.Error.Description, StringComparison.Ordinal);
        Assert.Equal(default, broker.Count("jobs"));
    }

    [Fact]
    public async Task A_malformed_batch_is_refused()
    {
        var message = new Message { Format = 0x80013700, BodySection = new Data { Binary = [1, 2, 3] } };

        await Assert.ThrowsAsync<AmqpException>(() => client.Sender("jobs").SendAsync(message, WireClient.Patience));
        Assert.Equal(default, broker.Count("jobs"));
    }

    [Fact]
    public async Task A_receiver_gets_no_more_than_it_asked_for()
    {
        var sender = client.Sender("jobs");
        for (var i = 0; i < 10; i++)
            await sender.SendAsync(new Message(i), WireClient.Patience);
        var receiver = client.Receiver("jobs");
        receiver.SetCredit(4, autoRestore: false);
        for (var i = 0; i < 4; i++)
            receiver.Accept(await WireClient.Receive(receiver));

        await Eventually.HoldsAsync(() => broker.Count("jobs") == new QueueCounts(6, 0, 0, 0, 0), "four are done, six still wait");
        receiver.SetCredit(2, autoRestore: false);
        Assert.Equal(4, (await WireClient.Receive(receiver)).Body);
    }
}
