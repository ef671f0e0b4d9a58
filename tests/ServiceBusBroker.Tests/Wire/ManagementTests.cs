using Amqp;
using Amqp.Types;
using ServiceBusBroker.Queues;
using ServiceBusBroker.Tests.Support;

namespace ServiceBusBroker.Tests.Wire;

public sealed class ManagementTests : IAsyncLifetime
{
    private const string Node = "jobs/$management";
    private static readonly string[] Nonsense = ["nonsense"];
    private readonly Broker broker = Broker.Start(new BrokerOptions { Queues = [new("jobs")] });
    private WireClient client = null!;

    public async ValueTask InitializeAsync() => client = await WireClient.Connect(broker);

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task Any_token_is_accepted()
    {
        var answer = await client.Ask("$cbs", "put-token");

        Assert.Equal(202, answer.ApplicationProperties["status-code"]);
    }

    [Fact]
    public async Task An_unknown_operation_is_named_in_the_answer()
    {
        var answer = await client.Ask(Node, "com.microsoft:dance");

        Assert.Equal(501, answer.ApplicationProperties["statusCode"]);
        Assert.Contains("com.microsoft:dance", (string)answer.ApplicationProperties["statusDescription"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("com.microsoft:peek-message", "message-count")]
    [InlineData("com.microsoft:renew-lock", "lock-tokens")]
    [InlineData("com.microsoft:update-disposition", "lock-tokens")]
    [InlineData("com.microsoft:schedule-message", "messages")]
    [InlineData("com.microsoft:cancel-scheduled-message", "sequence-numbers")]
    [InlineData("com.microsoft:receive-by-sequence-number", "receiver-settle-mode")]
    public async Task The_answer_names_what_a_request_lacks(string operation, string lacks)
    {
        var answer = await client.Ask(Node, operation, []);

        Assert.Equal(400, answer.ApplicationProperties["statusCode"]);
        Assert.Contains($"'{lacks}'", (string)answer.ApplicationProperties["statusDescription"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("com.microsoft:renew-lock", "lock-tokens")]
    [InlineData("com.microsoft:cancel-scheduled-message", "sequence-numbers")]
    [InlineData("com.microsoft:schedule-message", "messages")]
    public async Task A_request_with_wrong_types_is_refused_and_the_node_keeps_working(string operation, string name)
    {
        var answer = await client.Ask(Node, operation, new Map { [name] = Nonsense });
        Assert.Equal(400, answer.ApplicationProperties["statusCode"]);

        var next = await client.Ask(Node, "com.microsoft:renew-lock", new Map { ["lock-tokens"] = new[] { Guid.NewGuid() } });
        Assert.Equal(410, next.ApplicationProperties["statusCode"]);
    }

    [Fact]
    public async Task A_request_with_gaps_is_refused_and_the_node_keeps_working()
    {
        var noToken = await client.Ask(
            Node, "com.microsoft:renew-lock", new Map { ["lock-tokens"] = new List { null, Guid.NewGuid() } });
        var noMessage = await client.Ask(
            Node, "com.microsoft:schedule-message", new Map { ["messages"] = new List { new Map() } });

        Assert.Equal(400, noToken.ApplicationProperties["statusCode"]);
        Assert.Equal(400, noMessage.ApplicationProperties["statusCode"]);
    }

    [Fact]
    public async Task Nothing_can_be_scheduled_in_a_dead_letter_queue()
    {
        var entry = new Map { ["message"] = MessageDecoder.Encode(new Message("a")) };

        var answer = await client.Ask(
            "jobs/$DeadLetterQueue/$management", "com.microsoft:schedule-message", new Map { ["messages"] = new List { entry } });

        Assert.Equal(400, answer.ApplicationProperties["statusCode"]);
        Assert.Equal(0, broker.Count("jobs").DeadLettered);
    }

    [Fact]
    public async Task An_unknown_disposition_changes_nothing()
    {
        await client.Sender("jobs").SendAsync(new Message("a"), WireClient.Patience);
        var receiver = client.Receiver("jobs");
        receiver.SetCredit(1, autoRestore: false);
        var token = new Guid((await WireClient.Receive(receiver)).DeliveryTag);

        var answer = await client.Ask(Node, "com.microsoft:update-disposition",
            new Map { ["lock-tokens"] = new[] { token }, ["disposition-status"] = "eaten" });

        Assert.Equal(400, answer.ApplicationProperties["statusCode"]);
        Assert.Equal(1, broker.Count("jobs").Locked);
    }
}
