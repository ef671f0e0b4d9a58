using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Sentiment.Inference;

namespace Sentiment.Benchmarks.Compare;

/// <summary>What a process of its own measures of its start and prints as JSON.</summary>
internal static class StartMeasurements
{
    public const string Engine = "engine-start", Parts = "load-parts", UsualHeapSession = "usual-heap-session";

    /// <summary>Runs the measurement of this name.</summary>
    public static async Task<int> RunAsync(string name, string directory)
    {
        Console.WriteLine(name switch
        {
            Engine => JsonSerializer.Serialize(await StartAsync(directory)),
            Parts => JsonSerializer.Serialize(Load(directory)),
            _ => JsonSerializer.Serialize(OpenWithUsualHeap(directory)),
        });
        return 0;
    }

    private static async Task<EngineStart> StartAsync(string directory)
    {
        using var process = Process.GetCurrentProcess();
        var runtime = (DateTime.Now - process.StartTime).TotalMilliseconds;
        var start = Stopwatch.GetTimestamp();
        await using var engine = await SentimentEngine.LoadAsync(new() { Model = directory });
        var load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        await engine.ScoreAsync("A first text.");
        return new(runtime, load, Stopwatch.GetElapsedTime(start).TotalMilliseconds, process.TotalProcessorTime.TotalMilliseconds);
    }

    private static LoadParts Load(string directory)
    {
        var start = Stopwatch.GetTimestamp();
        _ = SentimentModel.LoadTokenizer(directory);
        var tokenizer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        using var session = new ClassifierSession(Path.Combine(directory, "model.onnx"), new InferenceOptions(), labels: 2);
        return new(tokenizer, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    // Opens the session as ClassifierSession does, but without preparing the heap.
    private static double OpenWithUsualHeap(string directory)
    {
        _ = SentimentModel.LoadTokenizer(directory);
        var start = Stopwatch.GetTimestamp();
        using var options = SessionTuning.Create(new InferenceOptions());
        using var session = new InferenceSession(Path.Combine(directory, "model.onnx"), options);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

/// <summary>Milliseconds from the start of a process to its first score.</summary>
/// <param name="Runtime">From the start of the process to the first line of the program: the .NET runtime.</param>
/// <param name="Engine">Loading the engine: tokenizer and session at the same time, and the trial of the model.</param>
/// <param name="FirstScore">The first text: tokenizing, the first run, and compiling what they need.</param>
/// <param name="Cpu">Processor time of all of it: less disturbed by a busy machine than the clock.</param>
internal sealed record EngineStart(double Runtime, double Engine, double FirstScore, double Cpu)
{
    public double Total => Runtime + Engine + FirstScore;

    /// <summary>The parts of the load, one after the other in another process.</summary>
    public LoadParts Parts { get; init; } = new(0, 0);

    /// <summary>The session's part in a third process, whose heap was not prepared for the load.</summary>
    public double UsualHeapSession { get; init; }
}

/// <summary>Milliseconds of the parts of a load, each alone.</summary>
/// <param name="Tokenizer">Reading the vocabulary.</param>
/// <param name="Session">Reading and optimizing the ONNX model.</param>
internal sealed record LoadParts(double Tokenizer, double Session);
