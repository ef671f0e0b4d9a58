using System.Net.Sockets;
using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>Lets AMQPNetLite read and write a socket that the broker accepted itself, and tells when the connection is over.</summary>
internal sealed class SocketTransport(Socket socket) : IAsyncTransport
{
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool replayGreeting;

    /// <summary>Completes when the socket is closed, whoever closed it.</summary>
    public Task Closed => closed.Task;

    /// <summary>Reads the client's greeting; the socket of one that is not understood is closed.</summary>
    /// <returns>Whether AMQPNetLite may go on, which reads the greeting once more.</returns>
    public async Task<bool> GreetAsync()
    {
        try
        {
            replayGreeting = await ProtocolHeader.ReadAsync(socket).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client is gone.
        }

        if (!replayGreeting)
            Close();
        return replayGreeting;
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
        if (!replayGreeting)
            return socket.ReceiveAsync(buffer.AsMemory(offset, count)).AsTask();
        replayGreeting = false;
        ProtocolHeader.Expected.CopyTo(buffer.AsMemory(offset, count));
        return Task.FromResult(ProtocolHeader.Expected.Length);
    }

    public void Send(ByteBuffer buffer) => socket.Send(buffer.Buffer, buffer.Offset, buffer.Length, SocketFlags.None);

    public int Receive(byte[] buffer, int offset, int count) => socket.Receive(buffer, offset, count, SocketFlags.None);

    public void Close()
    {
        socket.Dispose();
        closed.TrySetResult();
    }
}
