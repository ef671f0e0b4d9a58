using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sentiment.Benchmarks.Load;

/// <summary>
/// Calls with some reviews each, sent at their time whether or not earlier calls are answered, as real callers do. So a server that falls
/// behind shows it (an open loop; a closed loop would hide it, as https://www.scylladb.com/2021/04/22/on-coordinated-omission/ explains).
/// </summary>
internal sealed class HttpLoad(Uri host, string[] texts, int documents) : IDisposable
{
    private const int Bodies = 100;

    private readonly HttpClient client =
        new(new SocketsHttpHandler { MaxConnectionsPerServer = 4096 }) { BaseAddress = host, Timeout = TimeSpan.FromSeconds(30) };

    private readonly MediaTypeHeaderValue mediaType = new(documents == 1 ? "text/plain" : "application/json");

    // Created before, so that the load generator costs as little as possible.
    private readonly byte[][] bodies = [.. Enumerable.Range(0, Bodies).Select(i => Body(texts, i * documents, documents))];

    public async Task<LoadLevel> RunAsync(double perSecond, TimeSpan duration)
    {
        var (scored, refusals, failed) = (new ConcurrentBag<(double At, double Took)>(), new ConcurrentBag<double>(), 0);
        var calls = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < perSecond / documents * duration.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds(i * documents / perSecond);
            if (due - clock.Elapsed is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early);
            calls.Add(CallAsync(bodies[i % Bodies], due));
        }

        var sending = Math.Max(duration.TotalSeconds, clock.Elapsed.TotalSeconds);
        await Task.WhenAll(calls);
        // Not until the last answer: a call that times out would add half a minute in which nothing was scored.
        var seconds = scored.Select(call => call.At).Append(sending).Max();
        return new("HTTP", calls.Count * documents / sending, seconds, [.. scored.Select(call => call.Took)])
        {
            ReviewsEach = documents,
            Refusals = [.. refusals],
            Failed = failed,
        };

        async Task CallAsync(byte[] body, TimeSpan due)
        {
            try
            {
                using var content = new ByteArrayContent(body) { Headers = { ContentType = mediaType } };
                using var response = await client.PostAsync("api/score", content);
                var answered = clock.Elapsed;
                var took = (answered - due).TotalMilliseconds;
                if (response.StatusCode == HttpStatusCode.OK)
                    scored.Add((answered.TotalSeconds, took));
                else if (response.StatusCode == HttpStatusCode.TooManyRequests)
                    refusals.Add(took);
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

    private static byte[] Body(string[] texts, int first, int documents) => documents == 1
        ? Encoding.UTF8.GetBytes(texts[first % texts.Length])
        : JsonSerializer.SerializeToUtf8Bytes(
            new { documents = Enumerable.Range(first, documents).Select(i => new { id = $"{i}", text = texts[i % texts.Length] }) });
}
