using System.Diagnostics;
using System.Text.Json;

namespace Sentiment.Benchmarks.Workers;

/// <summary>
/// Runs a contender for the comparison: reports that it is ready after its first score, then answers each line with one line.
/// </summary>
internal static class WorkerLoop
{
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
        "engine" => new EngineWorker(directory, callers: 0),
        "session" => new SessionWorker(directory),
        "engine-callers" => new EngineWorker(directory, callers: 32),
        _ => throw new ArgumentException($"There is no worker '{kind}'."),
    };
}
