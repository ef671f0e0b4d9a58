using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sentiment.Inference.Tests;

/// <summary>What a client asked for.</summary>
internal sealed record RawRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>
/// An HTTP server that says exactly what a test wants, also what no proper server would: each connection is one request, answered by the
/// test's own bytes and then closed.
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
        listener.Stop(); // Not before: a loop about to accept would find a listener that does not listen, which is another error.
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
                await stream.WriteAsync(
                    Encoding.Latin1.GetBytes(
                        $"HTTP/1.1 {reply.Status} -\r\nConnection: " +
                        $"close\r\n{string.Concat(reply.Headers.Select(header => header + "\r\n"))}\r\n"), stop.Token);
                await stream.WriteAsync(reply.Body, stop.Token);
                if (reply.Stalls) await Task.Delay(Timeout.Infinite, stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went, or the test is over.
            }
        }
    }
}

/// <summary>What the server says: a status, header lines, a body, and whether it falls silent afterwards instead of closing.</summary>
internal sealed record RawAnswer(int Status, string[] Headers, ReadOnlyMemory<byte> Body, bool Stalls = false)
{
    public static RawAnswer Empty(int status, params string[] headers) => new(status, [.. headers, "Content-Length: 0"], default);

    /// <summary>A file as a proper server gives it, ranges and ETags included, of which only a part may come.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="most">The connection breaks off after so many bytes.</param>
    /// <param name="stalls">It falls silent instead.</param>
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
