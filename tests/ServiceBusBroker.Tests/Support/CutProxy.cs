using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ServiceBusBroker.Tests.Support;

/// <summary>A proxy between a client and the broker that cuts their connections on request.</summary>
internal sealed class CutProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> sockets = [];

    public CutProxy(int brokerPort)
    {
        listener.Start();
        _ = AcceptAsync(brokerPort);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut()
    {
        while (sockets.TryTake(out var socket))
            socket.Close(timeout: 0); // At once, without an orderly close.
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync(int brokerPort)
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync(); // Ends with the listener; nothing awaits this loop.
            var broker = new Socket(SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(client);
            sockets.Add(broker);
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
