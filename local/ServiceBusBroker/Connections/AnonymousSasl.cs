using Amqp;
using Amqp.Sasl;
using Amqp.Types;
using ServiceBusBroker.Links;

namespace ServiceBusBroker.Connections;

/// <summary>
/// A SASL mechanism that accepts every client: the broker is for one machine, and tokens sent to <c>$cbs</c> are not checked either.
/// </summary>
internal sealed class AnonymousSasl(string mechanism, FlowTracker flows) : SaslProfile(new Symbol(mechanism))
{
    /// <summary>What the official clients ask for: MSSBCBS announces that a token follows, ANONYMOUS is what simpler clients use.</summary>
    public static readonly string[] Mechanisms = ["MSSBCBS", "ANONYMOUS"];

    protected override ITransport UpgradeTransport(ITransport transport) => new DelayedHeaderTransport((IAsyncTransport)transport, flows);

    protected override DescribedList? GetStartCommand(string hostname) => null;

    protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = SaslCode.Ok };
}

/// <summary>
/// Delays the broker's first AMQP bytes until the client has sent its own. AMQPNetLite writes its header and Open right after the SASL
/// outcome; if the three arrive in one piece, rhea (inside @azure/service-bus) leaves the rest unread until more data arrives, and both
/// sides would wait forever. Also passes what it reads to the <see cref="FlowTracker"/>.
/// </summary>
internal sealed class DelayedHeaderTransport(IAsyncTransport inner, FlowTracker flows) : IAsyncTransport
{
    private readonly TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void SetConnection(Connection connection) => inner.SetConnection(connection);

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        await heard.Task.ConfigureAwait(false);
        await inner.SendAsync(bufferList, listSize).ConfigureAwait(false);
    }

    /// <summary>Reads all requested bytes; returns 0 if the connection ends before that.</summary>
    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        for (var received = 0; received < count;)
        {
            var more = await inner.ReceiveAsync(buffer, offset + received, count - received).ConfigureAwait(false);
            if (more == 0)
                return 0;
            received += more;
            heard.TrySetResult();
        }

        flows.OnRead(buffer, offset, count);
        return count;
    }

    public void Send(ByteBuffer buffer) => inner.Send(buffer);

    public int Receive(byte[] buffer, int offset, int count) => inner.Receive(buffer, offset, count);

    public void Close()
    {
        heard.TrySetResult();
        inner.Close();
    }
}
