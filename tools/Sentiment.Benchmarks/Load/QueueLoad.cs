using System.Diagnostics;
using System.Text.Json;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;

namespace Sentiment.Benchmarks.Load;

/// <summary>Messages with one review each at a given rate, over AMQP 1.0 to the local broker, and their scores from the other queue.</summary>
internal sealed class QueueLoad : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Connection connection;
    private readonly SenderLink sender;
    private readonly ReceiverLink receiver;

    private readonly string[] texts;

    private QueueLoad(Connection connection, string[] texts)
    {
        (this.connection, this.texts) = (connection, texts);
        sender = new(new Session(connection), "load-sender", "reviews");
        receiver = new(new Session(connection), "load-receiver", "scored-reviews");
        receiver.SetCredit(1000);
    }

    public static async Task<QueueLoad> ConnectAsync(string connectionString, string[] texts)
    {
        var (host, port) = Endpoint(connectionString);
        var factory = new ConnectionFactory { SASL = { Profile = SaslProfile.Anonymous } };
        return new(await factory.CreateAsync(new Address($"amqp://{host}:{port}")), texts);
    }

    public async Task<LoadLevel> RunAsync(double perSecond, TimeSpan duration)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var run = Guid.NewGuid().ToString("N");
        var clock = Stopwatch.StartNew();
        var receiving = ReceiveAsync(run, count, perSecond, clock);
        for (var i = 0; i < count; i++)
        {
            if (TimeSpan.FromSeconds(i / perSecond) - clock.Elapsed is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early);
            var body = JsonSerializer.SerializeToUtf8Bytes(new { text = texts[i % texts.Length], run, i });
            // Not waited for: the broker's answer comes while the next ones are sent.
            sender.Send(new() { Properties = new() { MessageId = $"{run}-{i}" }, BodySection = new Data { Binary = body } }, null, null);
        }

        var sending = Math.Max(duration.TotalSeconds, clock.Elapsed.TotalSeconds);
        var latencies = await receiving;
        return new("queue", count / sending, clock.Elapsed.TotalSeconds, latencies) { Failed = count - latencies.Count };
    }

    public async ValueTask DisposeAsync() => await connection.CloseAsync();

    private async Task<List<double>> ReceiveAsync(string run, int count, double perSecond, Stopwatch clock)
    {
        var seen = new HashSet<int>();
        var latencies = new List<double>(count);
        while (latencies.Count < count && await receiver.ReceiveAsync(Patience) is { } message)
        {
            var review = JsonDocument.Parse((byte[])message.Body).RootElement.GetProperty("review");
            receiver.Accept(message);
            var i = review.GetProperty("i").GetInt32();
            if (review.GetProperty("run").GetString() == run && seen.Add(i))
                latencies.Add((clock.Elapsed - TimeSpan.FromSeconds(i / perSecond)).TotalMilliseconds);
        }

        return latencies;
    }

    /// <summary>Host and port of an emulator's connection string.</summary>
    private static (string Host, int Port) Endpoint(string connectionString)
    {
        var endpoint = connectionString.Split(';').First(part => part.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase))["Endpoint=".Length..];
        var uri = new Uri(endpoint);
        return (uri.Host, uri.Port > 0 ? uri.Port : 5672);
    }
}
