using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ServiceBusBroker.Tests.Support;

/// <summary>Stands between a client and the broker, and cuts their connections when it is told to.</summary>
internal sealed class CutProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];

    public CutProxy(int brokerPort)
    {
        _listener.Start();
        _ = AcceptAsync(brokerPort);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut()
    {
        while (_sockets.TryTake(out var socket))
            socket.Close(timeout: 0); // At once, without a goodbye.
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync(int brokerPort)
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(); // Ends with the listener; nobody waits for this.
            var broker = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(client);
            _sockets.Add(broker);
            await broker.ConnectAsync(IPAddress.Loopback, brokerPort);
            _ = PumpAsync(client, broker);
            _ = PumpAsync(broker, client);
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        using (from)
        using (to)
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
                await to.SendAsync(buffer.AsMemory(0, read));
        }
    }
}
