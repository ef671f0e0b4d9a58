using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace Sentiment.Benchmarks.Load;

/// <summary>
/// Calls with one review each, sent when their time has come whether or not the ones before are answered: so does the world, and so a server
/// that falls behind shows it (an open loop; a closed one would hide it, as https://www.scylladb.com/2021/04/22/on-coordinated-omission/ explains).
/// </summary>
internal sealed class HttpLoad(Uri host) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 4096 }) { BaseAddress = host, Timeout = TimeSpan.FromSeconds(30) };

    public async Task<LoadLevel> RunAsync(double perSecond, TimeSpan duration, string[] texts)
    {
        var (latencies, refused, failed) = (new ConcurrentBag<double>(), 0, 0);
        var calls = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < perSecond * duration.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond);
            if (due - clock.Elapsed is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early);
            calls.Add(CallAsync(texts[i % texts.Length], due));
        }

        await Task.WhenAll(calls);
        return new("HTTP", perSecond, clock.Elapsed.TotalSeconds, [.. latencies], refused, failed);

        async Task CallAsync(string text, TimeSpan due)
        {
            try
            {
                using var content = new StringContent(text, Encoding.UTF8, "text/plain");
                using var response = await client.PostAsync("api/score", content);
                if (response.StatusCode == HttpStatusCode.OK)
                    latencies.Add((clock.Elapsed - due).TotalMilliseconds);
                else if (response.StatusCode == HttpStatusCode.TooManyRequests)
                    Interlocked.Increment(ref refused);
                else
                    Interlocked.Increment(ref failed);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                Interlocked.Increment(ref failed);
            }
        }
    }

    public void Dispose() => client.Dispose();
}
