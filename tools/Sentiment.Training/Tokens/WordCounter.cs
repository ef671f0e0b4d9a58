using System.Runtime.InteropServices;
using Sentiment.Inference;

namespace Sentiment.Training.Tokens;

/// <summary>Counts words as BERT's tokenizer splits them.</summary>
internal sealed class WordCounter
{
    private readonly BertNormalizer normalizer = new(lowerCase: true, stripAccents: true, splitChinese: true);

    public Dictionary<string, long> Counts { get; } = [];

    public void Add(string text, int weight = 1)
    {
        using var words = normalizer.Normalize(text);
        foreach (var word in words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            CollectionsMarshal.GetValueRefOrAddDefault(Counts, word, out _) += weight;
    }
}
