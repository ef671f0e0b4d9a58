using System.Net;
using System.Net.Sockets;

namespace ServiceBusBroker.Connections;

/// <summary>
/// Accepts TCP connections on 127.0.0.1. AMQPNetLite's own listener shares its port (SO_REUSEPORT), so two brokers would each get
/// some of the clients without an error; this one has the port exclusively or fails.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int Backlog = 128;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(10);
    private readonly Socket socket;

    private LoopbackListener(Socket socket) => this.socket = socket;

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>Listens on a port; 0 lets the system choose a free one.</summary>
    /// <exception cref="InvalidOperationException">The port is taken or not allowed.</exception>
    public static LoopbackListener Start(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
            return new LoopbackListener(socket);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new InvalidOperationException(
                $"The Service Bus broker cannot listen on 127.0.0.1:{port} ({exception.SocketErrorCode}). Stop the program that uses " +
                "this port, or choose another one; port 0 takes any free one.", exception);
        }
    }

    /// <summary>Passes on every connection until <see cref="Dispose"/>.</summary>
    public async Task AcceptAsync(Action<Socket> accepted)
    {
        while (true)
        {
            try
            {
                var client = await socket.AcceptAsync().ConfigureAwait(false);
                client.NoDelay = true;
                accepted(client);
            }
            catch (Exception exception) when (exception is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException)
            {
                // This client disconnected before it was accepted, or a system resource is exhausted: the next one may succeed.
                await Task.Delay(RetryDelay).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => socket.Dispose();
}
