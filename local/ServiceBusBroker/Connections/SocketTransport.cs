using System.Net.Sockets;
using Amqp;

namespace ServiceBusBroker.Connections;

/// <summary>Lets AMQPNetLite read and write a socket that the broker accepted itself, and reports when the connection has ended.</summary>
internal sealed class SocketTransport(Socket socket) : IAsyncTransport
{
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool replayGreeting;

    /// <summary>Completes when either side has closed the socket.</summary>
    public Task Closed => closed.Task;

    /// <summary>Reads the client's protocol header, and closes the socket if it is wrong.</summary>
    /// <returns>Whether AMQPNetLite may continue; it reads the header again.</returns>
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
