using BenchmarkDotNet.Attributes;
using Sentiment.Inference;

namespace Sentiment.Benchmarks.Parts;

/// <summary>Queueing 1,000 texts of random lengths and taking them out in batches.</summary>
[MemoryDiagnoser]
public class BatcherBenchmark
{
    private readonly TokenizedText[] texts =
        [.. new Random(1).GetItems([.. Enumerable.Range(2, 510)], 1000).Select(length => new TokenizedText(new int[length], length))];
    private readonly LengthBuckets buckets = new(512);
    private readonly List<PendingText> batch = [];

    /// <summary>In and out again.</summary>
    [Benchmark]
    public int Batch()
    {
        buckets.Add(new ScoringRequest(texts, CancellationToken.None));
        var batches = 0;
        for (; buckets.Texts > 0; batches++)
        {
            batch.Clear();
            buckets.Take(1024, batch);
        }

        return batches;
    }
}
