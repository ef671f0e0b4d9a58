using System.Diagnostics;
using Sentiment.Inference;

namespace Sentiment.Benchmarks.Workers;

/// <summary>Milliseconds from the start of this process to its first score, part by part.</summary>
/// <param name="Runtime">From the start of the process to the first line of the program: the .NET runtime.</param>
/// <param name="Tokenizer">Reading the vocabulary.</param>
/// <param name="Session">Reading and optimising the ONNX model.</param>
/// <param name="FirstScore">The first text: tokenizing, the first run, and compiling what they need.</param>
/// <param name="Cpu">Processor time of all of it: less disturbed by a busy machine than the clock.</param>
internal sealed record StartPhases(double Runtime, double Tokenizer, double Session, double FirstScore, double Cpu)
{
    public double Total => Runtime + Tokenizer + Session + FirstScore;

    public static StartPhases Measure(string directory)
    {
        using var process = Process.GetCurrentProcess();
        var runtime = (DateTime.Now - process.StartTime).TotalMilliseconds;
        var (tokenizer, tokenizing) = Time(() => SentimentModel.LoadTokenizer(directory).Tokenizer);
        var (session, loading) = Time(() => new ClassifierSession(Path.Combine(directory, "model.onnx"), new InferenceOptions(), 2));
        using (session)
        {
            var (_, scoring) = Time(() =>
            {
                var (text, logits) = (tokenizer.Encode("A first text.", 64), new float[2]);
                session.Run([text.Ids], logits);
                return LogitReader.Score(["NEGATIVE", "POSITIVE"], logits, text);
            });
            return new(runtime, tokenizing, loading, scoring, process.TotalProcessorTime.TotalMilliseconds);
        }
    }

    private static (T Result, double Milliseconds) Time<T>(Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        return (result, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
