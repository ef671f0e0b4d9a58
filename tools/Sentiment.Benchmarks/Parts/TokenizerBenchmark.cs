using BenchmarkDotNet.Attributes;
using Sentiment.Inference;
using Sentiment.Models;

namespace Sentiment.Benchmarks.Parts;

/// <summary>Tokenizing 100 texts of mixed lengths.</summary>
[MemoryDiagnoser]
public class TokenizerBenchmark
{
    private readonly SentimentTokenizer tokenizer = SentimentModel.LoadTokenizer(SentimentModel.EmbeddedDirectory).Tokenizer;
    private readonly string[] texts = ReviewTexts.Mixed(100);

    /// <summary>All of them, one after the other.</summary>
    [Benchmark]
    public int Encode() => texts.Sum(text => tokenizer.Encode(text, 512).Tokens);
}
