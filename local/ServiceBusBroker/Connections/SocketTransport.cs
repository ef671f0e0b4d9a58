using System.Net.Sockets;
using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>Lets AMQPNetLite read and write a socket that the broker accepted itself, and tells when the connection is over.</summary>
internal sealed class SocketTransport(Socket socket) : IAsyncTransport
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the socket is closed, whoever closed it.</summary>
    public Task Closed => _closed.Task;

    public void SetConnection(Connection connection)
    {
    }

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        var segments = bufferList.Select(buffer => new ArraySegment<byte>(buffer.Buffer, buffer.Offset, buffer.Length)).ToArray();
        await socket.SendAsync(segments, SocketFlags.None).ConfigureAwait(false);
    }

    public Task<int> ReceiveAsync(byte[] buffer, int offset, int count) =>
        socket.ReceiveAsync(buffer.AsMemory(offset, count)).AsTask();

    public void Send(ByteBuffer buffer) => socket.Send(buffer.Buffer, buffer.Offset, buffer.Length, SocketFlags.None);

    public int Receive(byte[] buffer, int offset, int count) => socket.Receive(buffer, offset, count, SocketFlags.None);

    public void Close()
    {
        socket.Dispose();
        _closed.TrySetResult();
    }
}
