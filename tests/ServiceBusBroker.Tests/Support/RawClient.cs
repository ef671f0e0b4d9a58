using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace ServiceBusBroker.Tests.Support;

/// <summary>A client that writes raw bytes, for frames that no AMQP library would send.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly byte[] SaslHeader = [.. "AMQP"u8, 3, 1, 0, 0];
    private static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 1, 0, 0];
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource patience = new(WireClient.Patience);

    private RawClient()
    {
    }

    public static async Task<RawClient> Connect(Broker broker)
    {
        var client = new RawClient();
        await client.socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, broker.Port));
        return client;
    }

    /// <summary>Opens an AMQP connection, without waiting for the answer.</summary>
    public async Task Open(byte[]? amqpHeader = null)
    {
        await Send(SaslHeader);
        await Send(new SaslInit { Mechanism = new Symbol("ANONYMOUS") }, frameType: 1);
        await Next<SaslOutcome>();
        await Send(amqpHeader ?? AmqpHeader);
        await Send(new Open { ContainerId = "raw" });
    }

    public async Task Send(byte[] bytes) => await socket.SendAsync(bytes);

    public async Task Send(DescribedList performative, byte frameType = 0)
    {
        var body = new ByteBuffer(256, autoGrow: true);
        Encoder.WriteObject(body, performative);
        var frame = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        frame[4] = 2; // The header's length in words.
        frame[5] = frameType;
        Array.Copy(body.Buffer, body.Offset, frame, 8, body.Length);
        await Send(frame);
    }

    /// <summary>Reads frames until one of this kind arrives.</summary>
    public async Task<T> Next<T>()
        where T : DescribedList
    {
        var start = new byte[8];
        while (true)
        {
            await Fill(start);
            if (start.AsSpan().StartsWith("AMQP"u8))
                continue;
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(start) - start.Length];
            await Fill(body);
            if (body.Length > 0 && Encoder.ReadObject(new ByteBuffer(body, 0, body.Length, body.Length)) is T found)
                return found;
        }
    }

    /// <summary>Reads until the broker ends the connection.</summary>
    public async Task<byte[]> ReadToEnd()
    {
        var all = new List<byte>();
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
                all.AddRange(buffer[..read]);
        }
        catch (SocketException)
        {
            // A reset also ends the connection.
        }

        return [.. all];
    }

    public void Dispose()
    {
        socket.Dispose();
        patience.Dispose();
    }

    private async Task Fill(Memory<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var read = await socket.ReceiveAsync(buffer, patience.Token);
            Assert.NotEqual(0, read);
            buffer = buffer[read..];
        }
    }
}
