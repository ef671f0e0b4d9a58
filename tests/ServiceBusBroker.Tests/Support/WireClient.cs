using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Sasl;
using Amqp.Types;

namespace ServiceBusBroker.Tests.Support;

/// <summary>A client on AMQPNetLite, for what the official client hides: cut connections, credit, raw requests.</summary>
internal sealed class WireClient : IHandler, IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (SenderLink Requests, ReceiverLink Answers)> management = [];
    private Connection connection = null!;
    private Session session = null!;
    private Socket socket = null!;
    private int links;

    public static async Task<WireClient> Connect(Broker broker)
    {
        var client = new WireClient();
        var factory = new ConnectionFactory { SASL = { Profile = SaslProfile.Anonymous } };
        client.connection = await factory.CreateAsync(new Address($"amqp://127.0.0.1:{broker.Port}"), client);
        client.session = new Session(client.connection);
        return client;
    }

    public bool IsClosed => connection.IsClosed;

    public SenderLink Sender(string address) => new(session, $"link{links++}", address);

    /// <summary>Opens a receiving link that asks for nothing yet.</summary>
    public ReceiverLink Receiver(string address) => new(session, $"link{links++}", address);

    public static async Task<Message> Receive(ReceiverLink receiver) =>
        await receiver.ReceiveAsync(Patience) ?? throw new TimeoutException($"No message came in {Patience.TotalSeconds} s.");

    /// <summary>Sends a request to a management node and returns its answer.</summary>
    public async Task<Message> Ask(string node, string operation, Map? body = null)
    {
        if (!management.TryGetValue(node, out var links))
        {
            var name = $"answers{this.links++}";
            var answers = new ReceiverLink(session, name, new Attach
            {
                Source = new Source { Address = node },
                Target = new Target { Address = name },
            }, null);
            answers.SetCredit(10, autoRestore: true);
            management[node] = links = (Sender(node), answers);
        }

        var request = new Message
        {
            BodySection = new AmqpValue { Value = body },
            Properties = new Properties(),
            ApplicationProperties = new ApplicationProperties()
        };
        request.Properties.MessageId = $"request{this.links++}";
        request.Properties.ReplyTo = links.Answers.Name;
        request.ApplicationProperties["operation"] = operation;
        await links.Requests.SendAsync(request, Patience);
        var answer = await Receive(links.Answers);
        links.Answers.Accept(answer);
        Assert.Equal(request.Properties.MessageId, answer.Properties.CorrelationId);
        return answer;
    }

    /// <summary>Breaks the connection without an orderly close, as a killed process does.</summary>
    public void Cut()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!connection.IsClosed)
            await connection.CloseAsync(TimeSpan.FromSeconds(1), null);
    }

    bool IHandler.CanHandle(EventId id) => id == EventId.SocketConnect;

    void IHandler.Handle(Event protocolEvent) => socket = (Socket)protocolEvent.Context;
}
