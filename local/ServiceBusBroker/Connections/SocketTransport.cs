using System.Net.Sockets;
using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>Lets AMQPNetLite read and write a socket that the broker accepted itself, and tells when the connection is over.</summary>
internal sealed class SocketTransport(Socket socket) : IAsyncTransport
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _replayGreeting;

    /// <summary>Completes when the socket is closed, whoever closed it.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Reads the client's greeting; the socket of one that is not understood is closed.</summary>
    /// <returns>Whether AMQPNetLite may go on, which reads the greeting once more.</returns>
    public async Task<bool> GreetAsync()
    {
        try
        {
            _replayGreeting = await ProtocolHeader.ReadAsync(socket).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client is gone.
        }

        if (!_replayGreeting)
            Close();
        return _replayGreeting;
    }

    public void SetConnection(Connection connection)
    {
    }

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        var segments = bufferList.Select(buffer => new ArraySegment<byte>(buffer.Buffer, buffer.Offset, buffer.Length)).ToArray();
        await socket.SendAsync(segments, SocketFlags.None).ConfigureAwait(false);
    }

    public Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        if (!_replayGreeting)
            return socket.ReceiveAsync(buffer.AsMemory(offset, count)).AsTask();
        _replayGreeting = false;
        ProtocolHeader.Expected.CopyTo(buffer.AsMemory(offset, count));
        return Task.FromResult(ProtocolHeader.Expected.Length);
    }

    public void Send(ByteBuffer buffer) => socket.Send(buffer.Buffer, buffer.Offset, buffer.Length, SocketFlags.None);

    public int Receive(byte[] buffer, int offset, int count) => socket.Receive(buffer, offset, count, SocketFlags.None);

    public void Close()
    {
        socket.Dispose();
        _closed.TrySetResult();
    }
}
