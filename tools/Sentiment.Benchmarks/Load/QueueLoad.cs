using System.Diagnostics;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace Sentiment.Benchmarks.Load;

/// <summary>Messages with one review each at a given rate to the local broker, and their scores from the other queue.</summary>
internal sealed class QueueLoad : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly ServiceBusClient client;
    private readonly ServiceBusSender sender;
    private readonly ServiceBusReceiver receiver;
    private readonly string[] texts;

    public QueueLoad(string connectionString, string[] texts)
    {
        this.texts = texts;
        client = new(connectionString);
        sender = client.CreateSender("reviews");
        receiver = client.CreateReceiver(
            "scored-reviews", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete, PrefetchCount = 1000 });
    }

    public async Task<LoadLevel> RunAsync(double perSecond, TimeSpan duration)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var run = Guid.NewGuid().ToString("N");
        var clock = Stopwatch.StartNew();
        var receiving = ReceiveAsync(run, count, perSecond, clock);
        var sends = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            if (TimeSpan.FromSeconds(i / perSecond) - clock.Elapsed is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early);
            var body = JsonSerializer.SerializeToUtf8Bytes(new { text = texts[i % texts.Length], run, i });
            // Not waited for: the broker's answer comes while the next ones are sent.
            sends.Add(sender.SendMessageAsync(new(body) { MessageId = $"{run}-{i}" }));
        }

        await Task.WhenAll(sends);
        var sending = Math.Max(duration.TotalSeconds, clock.Elapsed.TotalSeconds);
        var (latencies, last) = await receiving;
        return new("queue", count / sending, Math.Max(sending, last), latencies) { Failed = count - latencies.Count };
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    // Also returns when the last result was received: the wait for one that is lost does not count.
    private async Task<(List<double> Latencies, double Last)> ReceiveAsync(string run, int count, double perSecond, Stopwatch clock)
    {
        var last = 0d;
        var seen = new HashSet<int>();
        var latencies = new List<double>(count);
        while (latencies.Count < count && await receiver.ReceiveMessagesAsync(64, Timeout) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                var review = JsonElement.Parse(message.Body).GetProperty("review");
                var i = review.GetProperty("i").GetInt32();
                if (review.GetProperty("run").GetString() != run || !seen.Add(i)) continue;
                last = clock.Elapsed.TotalSeconds;
                latencies.Add(1000 * (last - (i / perSecond)));
            }
        }

        return (latencies, last);
    }
}
