using BenchmarkDotNet.Attributes;
using Sentiment.Inference;
using Sentiment.Models;

namespace Sentiment.Benchmarks.Parts;

/// <summary>Scoring with the embedded model: one text, and 100 of mixed lengths in one call.</summary>
[MemoryDiagnoser]
public class ScorerBenchmark : IAsyncDisposable
{
    private readonly string[] texts = ReviewTexts.Mixed(100);
    private readonly SentimentModel model = SentimentModel.Load(SentimentModel.EmbeddedDirectory);
    private readonly SentimentEngine engine;

    /// <summary>Loads the model.</summary>
    public ScorerBenchmark() => engine = new(model);

    /// <summary>
    /// The same text through the session alone, on the caller's thread: the difference is the cost of the queue and the worker threads.
    /// </summary>
    [Benchmark(Baseline = true)]
    public float Bare() => model.Logits([texts[0]])[0][0];

    /// <summary>A lone caller with one text.</summary>
    [Benchmark]
    public async Task<float> One() => (await engine.ScoreAsync(texts[0])).Score;

    /// <summary>A caller with many.</summary>
    [Benchmark]
    public async Task<int> Hundred() => (await engine.ScoreAsync(texts)).Length;

    /// <summary>Frees the model.</summary>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
