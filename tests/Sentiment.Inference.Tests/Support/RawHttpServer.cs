using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sentiment.Inference.Tests;

/// <summary>What a client asked for.</summary>
internal sealed record RawRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The status of the answer.</summary>
    public int Status { get; set; }

    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>
/// An HTTP server that sends exactly what a test wants, even what no correct server would send. Each connection is one request, answered
/// with the test's own bytes and then closed.
/// </summary>
internal sealed class RawHttpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<RawRequest, RawAnswer> answer;
    private readonly Task accepting;

    public RawHttpServer(Func<RawRequest, RawAnswer> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public ConcurrentQueue<RawRequest> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop(); // Not earlier: a loop about to accept would get another error from the stopped listener.
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                var path = (await reader.ReadLineAsync(stop.Token))!.Split(' ')[1];
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
                    headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();

                var request = new RawRequest(path, headers);
                Requests.Enqueue(request);
                var reply = answer(request);
                request.Status = reply.Status;
                await stream.WriteAsync(
                    Encoding.Latin1.GetBytes(
                        $"HTTP/1.1 {reply.Status} -\r\nConnection: " +
                        $"close\r\n{string.Concat(reply.Headers.Select(header => header + "\r\n"))}\r\n"), stop.Token);
                await stream.WriteAsync(reply.Body, stop.Token);
                if (reply.Stalls) await Task.Delay(Timeout.Infinite, stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client disconnected, or the test is over.
            }
        }
    }
}

/// <summary>The server's answer: a status, header lines, a body, and whether the connection then stalls instead of closing.</summary>
internal sealed record RawAnswer(int Status, string[] Headers, ReadOnlyMemory<byte> Body, bool Stalls = false)
{
    public static RawAnswer Empty(int status, params string[] headers) => new(status, [.. headers, "Content-Length: 0"], default);

    /// <summary>A file as a correct server sends it, with ranges and ETags. The connection may end early.</summary>
    /// <param name="request">The request.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="most">The connection ends after this many bytes.</param>
    /// <param name="stalls">The connection stalls instead.</param>
    public static RawAnswer File(RawRequest request, byte[] content, int most = int.MaxValue, bool stalls = false)
    {
        var etag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..12]}\"";
        if (request["If-None-Match"] == etag) return Empty(304, $"ETag: {etag}");
        var from = request["Range"] is { } range && request["If-Range"] == etag
            ? int.Parse(range["bytes=".Length..].TrimEnd('-'), null) : 0;
        string[] headers = [$"ETag: {etag}", $"Content-Length: {content.Length - from}",
            .. from > 0 ? [$"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}"] : Array.Empty<string>()];
        return new(from > 0 ? 206 : 200, headers, content.AsMemory(from, Math.Min(most, content.Length - from)), stalls);
    }
}
