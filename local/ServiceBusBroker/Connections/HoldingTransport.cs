using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>
/// Holds the broker's first AMQP bytes back until the client's have come. AMQPNetLite writes its header and Open right behind the SASL
/// outcome; when the three arrive in one piece, rhea (inside @azure/service-bus) leaves the tail unread until more comes, and both sides
/// would wait for ever.
/// </summary>
internal sealed class HoldingTransport(IAsyncTransport inner) : IAsyncTransport
{
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void SetConnection(Connection connection) => inner.SetConnection(connection);

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        await _heard.Task.ConfigureAwait(false);
        await inner.SendAsync(bufferList, listSize).ConfigureAwait(false);
    }

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        var received = await inner.ReceiveAsync(buffer, offset, count).ConfigureAwait(false);
        _heard.TrySetResult();
        return received;
    }

    public void Send(ByteBuffer buffer) => inner.Send(buffer);

    public int Receive(byte[] buffer, int offset, int count) => inner.Receive(buffer, offset, count);

    public void Close()
    {
        _heard.TrySetResult();
        inner.Close();
    }
}
