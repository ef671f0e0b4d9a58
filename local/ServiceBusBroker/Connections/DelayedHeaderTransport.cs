using Amqp;
using ServiceBusBroker.Links;

namespace ServiceBusBroker.Connections;

/// <summary>
/// Holds the broker's first AMQP bytes back until the client's have come. AMQPNetLite writes its header and Open right behind the SASL
/// outcome; when the three arrive in one piece, rhea (inside @azure/service-bus) leaves the tail unread until more comes, and both sides
/// would wait forever. Shows what is read to the <see cref="FlowTracker"/> as well.
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

    /// <summary>Reads all that was asked for; 0 when the connection ended before.</summary>
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
