using System.Net.Sockets;
using System.Text;

namespace ServiceBusBroker.Connections;

/// <summary>
/// A client's first eight bytes: the header of AMQP 1.0 with SASL, which is what the broker speaks. If AMQPNetLite does not understand a
/// header, it leaves the connection open and the client waiting.
/// </summary>
internal static class ProtocolHeader
{
    private const int Length = 8;

    private const string NoHttp =
        "The local broker has no HTTP endpoint, so administration clients do not work with it: queues are declared in its options. "
        + "Point the connection string at a Service Bus namespace to manage one.";

    /// <summary>The header that is understood.</summary>
    public static ReadOnlyMemory<byte> Expected { get; } = "AMQP\u0003\u0001\0\0"u8.ToArray();

    /// <summary>Reads the header. Answers HTTP with an HTTP error, and any other wrong header with the right one.</summary>
    /// <returns>False if the connection must be closed.</returns>
    public static async Task<bool> ReadAsync(Socket socket)
    {
        var header = new byte[Length];
        for (var read = 0; read < Length;)
        {
            var more = await socket.ReceiveAsync(header.AsMemory(read)).ConfigureAwait(false);
            if (more == 0)
                return false;
            read += more;
        }

        if (Expected.Span.SequenceEqual(header))
            return true;
        await socket.SendAsync(IsHttp(header) ? NotImplementedResponse() : Expected).ConfigureAwait(false);
        await LetReadAsync(socket).ConfigureAwait(false);
        return false;
    }

    private static bool IsHttp(ReadOnlySpan<byte> header) =>
        header.IndexOf((byte)' ') is > 2 and var method && header[..method].IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0;

    // Not 503: administration clients would try again and again.
    private static ReadOnlyMemory<byte> NotImplementedResponse() => Encoding.ASCII.GetBytes(
        "HTTP/1.1 501 Not Implemented\r\nContent-Type: text/plain\r\nConnection: close\r\n"
        + $"Content-Length: {NoHttp.Length}\r\n\r\n{NoHttp}");

    // If a socket is closed before everything was read, the answer is lost.
    private static async Task LetReadAsync(Socket socket)
    {
        socket.Shutdown(SocketShutdown.Send);
        var rest = new byte[1024];
        while (await socket.ReceiveAsync(rest).ConfigureAwait(false) > 0)
        {
        }
    }
}
