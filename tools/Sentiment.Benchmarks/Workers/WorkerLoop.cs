using System.Diagnostics;
using System.Text.Json;

namespace Sentiment.Benchmarks.Workers;

/// <summary>
/// Runs a contender for the comparison: reports that it is ready after its first score, then answers each line with one line.
/// </summary>
internal static class WorkerLoop
{
    /// <summary>The worker that scores equal texts once; it takes part only where each round has new texts.</summary>
    public const string Cached = "engine-cached";

    public static async Task<int> RunAsync(string kind, string directory)
    {
        await using var worker = Create(kind, directory);
        await worker.ScoreOneAsync("A first text.", 128);
        Console.WriteLine("""{"ready":true}""");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var request = JsonSerializer.Deserialize<WorkRequest>(line, JsonSerializerOptions.Web)!;
            Console.WriteLine(JsonSerializer.Serialize(await WorkAsync(worker, request), JsonSerializerOptions.Web));
        }

        return 0;
    }

    private static async Task<WorkReply> WorkAsync(IWorker worker, WorkRequest request)
    {
        var latencies = new List<double>();
        var start = Stopwatch.GetTimestamp();
        if (!request.Singly) await worker.ScoreAsync(request.Texts, request.PadTo);
        foreach (var text in request.Singly ? request.Texts : [])
        {
            var before = Stopwatch.GetTimestamp();
            await worker.ScoreOneAsync(text, request.PadTo);
            latencies.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, [.. latencies]);
    }

    private static IWorker Create(string kind, string directory) => kind switch
    {
        "tutorial" => new TutorialWorker(directory, batch: 1),
        "tutorial32" => new TutorialWorker(directory, batch: 32),
        "mlnet" => new MlNetWorker(directory),
        "engine" => new EngineWorker(directory, callers: 0, new() { CacheMegabytes = 0 }),
        Cached => new EngineWorker(directory, callers: 0, new()),
        "session" => new SessionWorker(directory),
        "engine-callers" => new EngineWorker(directory, callers: 32, new() { CacheMegabytes = 0 }),
        _ => throw new ArgumentException($"There is no worker '{kind}'."),
    };
}

/// <summary>One way to score texts.</summary>
internal interface IWorker : IAsyncDisposable
{
    /// <summary>Scores all texts the way this contender does it.</summary>
    Task ScoreAsync(string[] texts, int padTo);

    /// <summary>Scores one text of a lone caller.</summary>
    Task ScoreOneAsync(string text, int padTo) => ScoreAsync([text], padTo);
}

/// <summary>What a worker is asked: to score texts, all at once as it likes, or one by one with the time of each.</summary>
internal sealed record WorkRequest(string[] Texts, bool Singly, int PadTo);

/// <summary>What it answers.</summary>
/// <param name="Seconds">How long all of it took.</param>
/// <param name="Latencies">Milliseconds of each text, when they were scored one by one.</param>
internal sealed record WorkReply(double Seconds, double[] Latencies);
