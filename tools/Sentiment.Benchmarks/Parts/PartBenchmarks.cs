using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Sentiment.Inference;
using Sentiment.Models;

namespace Sentiment.Benchmarks.Parts;

/// <summary>
/// Tokenizing 100 texts of mixed lengths: ours, the one of Microsoft.ML.Tokenizers that gives other ids, and FastBertTokenizer.
/// </summary>
[MemoryDiagnoser]
public class TokenizerBenchmark
{
    private const int MaxTokens = 512;

    private readonly SentimentTokenizer tokenizer = SentimentModel.LoadTokenizer(SentimentModel.EmbeddedDirectory).Tokenizer;
    private readonly Microsoft.ML.Tokenizers.BertTokenizer microsoft = Microsoft.ML.Tokenizers.BertTokenizer.Create(Vocabulary);
    private readonly FastBertTokenizer.BertTokenizer fastBert = new();
    private string[] texts = [];

    /// <summary>Whether the texts are plain ASCII, or each has an accent and an emoji.</summary>
    [Params(true, false)]
    public bool Plain { get; set; }

    private static string Vocabulary => Path.Combine(SentimentModel.EmbeddedDirectory, "vocab.txt");

    /// <summary>Reads the vocabulary and makes the texts.</summary>
    [GlobalSetup]
    public void Load()
    {
        using var vocabulary = File.OpenText(Vocabulary);
        fastBert.LoadVocabulary(vocabulary, convertInputToLowercase: true);
        texts = [.. ReviewTexts.Mixed(100).Select(text => Plain ? text : text + " Très bien! 😀")];
    }

    /// <summary>Microsoft.ML.Tokenizers alone.</summary>
    [Benchmark(Baseline = true)]
    public int Package() => texts.Sum(text => microsoft.EncodeToIds(text, MaxTokens, out _, out _).Count);

    /// <summary>FastBertTokenizer, the fastest in C# that we know.</summary>
    [Benchmark]
    public int FastBert() => texts.Sum(text => fastBert.Encode(text, MaxTokens).InputIds.Length);

    /// <summary>Ours.</summary>
    [Benchmark]
    public int Ours() => texts.Sum(text => tokenizer.Encode(text, MaxTokens).Tokens);
}

/// <summary>Queueing 1,000 texts of random lengths and taking them out in batches.</summary>
[MemoryDiagnoser]
public class BatcherBenchmark
{
    private readonly TokenizedText[] texts =
        [.. new Random(1).GetItems([.. Enumerable.Range(2, 510)], 1000).Select(length => new TokenizedText(new int[length], length))];
    private readonly LengthBuckets buckets = new(512);
    private readonly List<PendingText> batch = [];

    /// <summary>Adds all texts, and takes them out in batches.</summary>
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

/// <summary>
/// What the cache of scores costs a short text where none is repeated: all lookups in it and in the tables of a call and of a batch,
/// beside the cheapest score that there is, one of a full batch of the tiny model.
/// </summary>
[MemoryDiagnoser]
public class CacheBenchmark : IDisposable
{
    private const int Texts = 1000, Tokens = 14;

    private readonly SentimentModel model = SentimentModel.Load("sentiment-tiny");
    private readonly ScoreCache cache = new((long)new InferenceOptions().CacheMegabytes << 20, labels: 2);
    private readonly string[] texts = ReviewTexts.Short(Texts);
    private readonly string[] labels = ["NEGATIVE", "POSITIVE"];
    private int next;

    /// <summary>Tokenizing and scoring, on one core or more.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Texts)]
    public int Score()
    {
        var labels = 0;
        foreach (var batch in texts.Chunk(64)) labels += model.Logits(batch).Length;
        return labels;
    }

    /// <summary>The lookups of as many texts, never with the same ids again: the cache is full and its generations change.</summary>
    [Benchmark(OperationsPerInvoke = Texts)]
    public int Cache()
    {
        Dictionary<int[], int> call = new(TokenIds.Comparer), batch = new(TokenIds.Comparer);
        var found = 0;
        for (var i = 0; i < Texts; i++)
        {
            var ids = new int[Tokens];
            (ids[1], ids[2]) = (++next, i);
            if (call.TryAdd(ids, i) && cache.Find(ids) is not null) found++;
            if (cache.Find(ids) is not null) found++;
            if (i % 64 == 0) batch.Clear();
            batch.TryAdd(ids, i);
            cache.Add(ids, new("POSITIVE", 0.9f, new LabelScores(labels, [0.1f, 0.9f]), Tokens, false, 0));
            found += batch[ids];
        }

        return found;
    }

    /// <summary>Frees the model.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        model.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Scoring with the embedded model: one text, and 100 of mixed lengths in one call.</summary>
[MemoryDiagnoser]
public class ScorerBenchmark : IAsyncDisposable
{
    private readonly string[] texts = ReviewTexts.Mixed(100);
    private readonly SentimentModel model = SentimentModel.Load(SentimentModel.EmbeddedDirectory);
    private readonly SentimentEngine engine;

    /// <summary>Loads the model.</summary>
    public ScorerBenchmark() => engine = new(model, new InferenceOptions { CacheMegabytes = 0 }); // or nothing would be scored twice

    /// <summary>
    /// The same text through the session alone, on the caller's thread: the difference is the cost of the queue and the worker threads.
    /// </summary>
    [Benchmark(Baseline = true)]
    public float Bare() => model.Logits([texts[0]])[0][0];

    /// <summary>A lone caller with one text.</summary>
    [Benchmark]
    public async Task<float> One() => (await engine.ScoreAsync(texts[0])).Score;

    /// <summary>A lone caller with one text that may run on its own thread.</summary>
    [Benchmark]
    public async Task<float> OneHere() => (await engine.ScoreEachAsync([texts[0]], mayBlock: true))[0]!.Score;

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

/// <summary>Checking a cached model of 268 MB, the size of DistilBERT in fp32, at each start.</summary>
public class CachedModelBenchmark
{
    private readonly string directory = Directory.CreateTempSubdirectory("sentiment-").FullName;
    private CachedModel model = new([]);
    private DateTime now;

    /// <summary>Writes the file.</summary>
    [GlobalSetup]
    public void Write()
    {
        var weights = new byte[268_000_000];
        new Random(1).NextBytes(weights);
        File.WriteAllBytes(Path.Combine(directory, "model.onnx"), weights);
        model = new(new() { ["model.onnx"] = new(null, weights.Length, Convert.ToHexStringLower(SHA256.HashData(weights))) });
        now = DateTime.UtcNow.AddMinutes(1);
    }

    /// <summary>Deletes it.</summary>
    [GlobalCleanup]
    public void Delete() => Directory.Delete(directory, recursive: true);

    /// <summary>By its hash.</summary>
    [Benchmark(Baseline = true)]
    public bool Hashed() => model.Matches(directory);

    /// <summary>By its length and its time, because it was not written since the last check.</summary>
    [Benchmark]
    public bool Unchanged() => model.Matches(directory, now);
}
