using Microsoft.ML.Tokenizers;

namespace Sentiment.Inference;

/// <summary>Splits normalized text into words: <see cref="BertNormalizer"/> ends each word with one space. Thread-safe.</summary>
internal sealed class SpaceSplitter : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(' ', start);
            if (end < 0) end = text.Length;
            if (end > start) yield return (start, end - start);
            start = end + 1;
        }
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());
}
