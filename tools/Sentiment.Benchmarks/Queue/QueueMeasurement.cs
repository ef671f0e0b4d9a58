using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using MathNet.Numerics.Statistics;
using Sentiment.Benchmarks.Hosts;
using Sentiment.Benchmarks.Load;

namespace Sentiment.Benchmarks.Queue;

/// <summary>
/// Measures the design that a running host uses: first with little load, then beside a message that always fails, then with a backlog.
/// </summary>
internal sealed class QueueMeasurement : IAsyncDisposable
{
    /// <summary>How many times the duration it takes: with little load, until the backlog is there, and with the backlog.</summary>
    public const double Durations = 1 + Backlog + 1;

    private const double Backlog = 0.5;
    private const int LowRate = 25; // reviews a second: less than every design can do at every latency
    private const int OtherMessages = 200;
    private const int Outstanding = 4000;
    private const int DeadLettered = -1;

    private readonly ServiceBusClient client;
    private readonly ServiceBusSender sender;
    private readonly ServiceBusProcessor results;
    private readonly ServiceBusProcessor deadLetters;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<(long Ticks, int Deliveries)>> waiting = new();
    private readonly string[] texts;
    private int sent;
    private int received;

    private QueueMeasurement(string connectionString, string[] texts)
    {
        this.texts = texts;
        client = new(connectionString);
        sender = client.CreateSender("reviews");
        results = Processor("scored-reviews", SubQueue.None, message =>
        {
            var result = JsonElement.Parse(message.Body);
            Done(result.GetProperty("review").GetProperty("i").GetInt32(), result.GetProperty("deliveryCount").GetInt32());
            Interlocked.Increment(ref received);
        });
        deadLetters = Processor("reviews", SubQueue.DeadLetter, message =>
        {
            if (int.TryParse(message.MessageId, CultureInfo.InvariantCulture, out var i))
                Done(i, DeadLettered);
        });
    }

    /// <summary>Runs the three measurements; the first and the last take <paramref name="duration"/> each.</summary>
    public static async Task<QueueResult> RunAsync(HostedApp design, int latency, string[] texts, TimeSpan duration)
    {
        await using var host = await MeasuredHost.StartAsync(design, latency);
        await using var measurement = new QueueMeasurement(host.ConnectionString, texts);
        await measurement.results.StartProcessingAsync();
        await measurement.deadLetters.StartProcessingAsync();
        await measurement.TimesAsync(TimeSpan.FromSeconds(2)); // warms up
        var times = await measurement.TimesAsync(duration);
        var others = await measurement.OthersAsync();
        return new(design.Name, latency, await measurement.PerSecondAsync(duration), LoadLevel.Percentile(times, 0.5),
            LoadLevel.Percentile(times, 0.99), others.Count(n => n > 1), others.Count(n => n == DeadLettered));
    }

    public async ValueTask DisposeAsync()
    {
        await results.DisposeAsync();
        await deadLetters.DisposeAsync();
        await client.DisposeAsync();
    }

    private async Task<List<double>> TimesAsync(TimeSpan duration)
    {
        var times = new List<Task<double>>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / LowRate));
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < duration; await timer.WaitForNextTickAsync())
            times.Add(TimeAsync());
        return [.. await Task.WhenAll(times)];

        async Task<double> TimeAsync()
        {
            var (message, result) = Next();
            var start = Stopwatch.GetTimestamp();
            await sender.SendMessageAsync(message);
            return Stopwatch.GetElapsedTime(start, (await result).Ticks).TotalMilliseconds;
        }
    }

    // The extension's converter refuses an AMQP sequence before any function runs: every message in the same batch fails, too.
    private async Task<int[]> OthersAsync()
    {
        var poison = new ServiceBusMessage();
        poison.GetRawAmqpMessage().Body = AmqpMessageBody.FromSequence([[1, 2]]);
        var others = Enumerable.Range(0, OtherMessages).Select(_ => Next()).ToList();
        await sender.SendMessagesAsync([poison, .. others.Select(pair => pair.Message)]);
        var seen = await Task.WhenAll(others.Select(pair => pair.Result)).WaitAsync(TimeSpan.FromMinutes(2));
        return [.. seen.Select(result => result.Deliveries)];
    }

    private async Task<double> PerSecondAsync(TimeSpan duration)
    {
        using var stop = new CancellationTokenSource();
        var sending = SendAsync();
        await Task.Delay(duration * Backlog);
        var (before, began) = (Volatile.Read(ref received), Stopwatch.GetTimestamp());
        await Task.Delay(duration);
        var perSecond = (Volatile.Read(ref received) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await stop.CancelAsync();
        await sending;
        return perSecond;

        async Task SendAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                if (waiting.Count < Outstanding)
                    await sender.SendMessagesAsync(Enumerable.Range(0, 200).Select(_ => Next().Message));
                else
                    await Task.Delay(5);
            }
        }
    }

    private (ServiceBusMessage Message, Task<(long Ticks, int Deliveries)> Result) Next()
    {
        var i = Interlocked.Increment(ref sent);
        var source = waiting[i] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return (new(JsonSerializer.SerializeToUtf8Bytes(new { text = texts[i % texts.Length], i })) { MessageId = $"{i}" }, source.Task);
    }

    private ServiceBusProcessor Processor(string queue, SubQueue subQueue, Action<ServiceBusReceivedMessage> take)
    {
        var processor = client.CreateProcessor(queue, new ServiceBusProcessorOptions
        {
            SubQueue = subQueue,
            ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete,
            PrefetchCount = 1000,
            MaxConcurrentCalls = 64,
        });
        processor.ProcessMessageAsync += args =>
        {
            take(args.Message);
            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += _ => Task.CompletedTask;
        return processor;
    }

    private void Done(int i, int deliveries)
    {
        if (waiting.TryRemove(i, out var source))
            source.SetResult((Stopwatch.GetTimestamp(), deliveries));
    }
}

/// <summary>What one design did at one latency.</summary>
/// <param name="Design">Its name.</param>
/// <param name="Latency">How long the broker waits before it answers, in milliseconds.</param>
/// <param name="PerSecond">Reviews a second with a backlog.</param>
/// <param name="P50">From sending a review to its result without a backlog, in milliseconds: the median.</param>
/// <param name="P99">The 99th percentile of the same.</param>
/// <param name="Repeated">Of 200 reviews beside one message that always fails: how many were scored at a later delivery only.</param>
/// <param name="DeadLettered">How many of the 200 ended in the dead-letter queue.</param>
internal sealed record QueueResult(
    string Design, int Latency, double PerSecond, double P50, double P99, double Repeated, double DeadLettered)
{
    /// <summary>The median of each number of several rounds.</summary>
    public static QueueResult Median(IEnumerable<QueueResult> rounds)
    {
        var all = rounds.ToArray();
        return all[0] with
        {
            PerSecond = Of(round => round.PerSecond),
            P50 = Of(round => round.P50),
            P99 = Of(round => round.P99),
            Repeated = Of(round => round.Repeated),
            DeadLettered = Of(round => round.DeadLettered),
        };

        double Of(Func<QueueResult, double> number) => all.Select(number).Median();
    }
}
