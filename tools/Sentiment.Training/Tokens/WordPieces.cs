using Sentiment.Inference;

namespace Sentiment.Training.Tokens;

/// <summary>
/// The tokenizer that scoring uses, and the ids of its special tokens. With it, training sees exactly what the model will see.
/// </summary>
internal sealed class WordPieces
{
    private readonly SentimentTokenizer tokenizer;

    public WordPieces(string vocabularyFile)
    {
        tokenizer = new SentimentTokenizer(vocabularyFile);
        (Count, Pad) = (tokenizer.VocabularySize, tokenizer.PadId);
        var ends = tokenizer.Encode("[UNK]").Ids;
        (Cls, Unknown, Sep) = (ends[0], ends[1], ends[2]);
    }

    public int Count { get; }

    public int Pad { get; }

    public int Unknown { get; }

    public int Cls { get; }

    public int Sep { get; }

    /// <summary>Token ids without [CLS] and [SEP].</summary>
    public ReadOnlySpan<int> Encode(string text) => tokenizer.Encode(text).Ids.AsSpan()[1..^1];
}
