namespace Sentiment.Inference;

/// <summary>The sentiment of one text.</summary>
/// <param name="Label">The most probable label, as named in <c>id2label</c> of the model's <c>config.json</c>.</param>
/// <param name="Score">The softmax probability of <paramref name="Label"/>, between 0 and 1.</param>
/// <param name="Scores">The softmax probability of every label; they sum to 1.</param>
/// <param name="Tokens">How many tokens the complete text has, including [CLS] and [SEP], before truncation.</param>
/// <param name="Truncated">Whether the text was longer than the model's limit, so that only its beginning was scored.</param>
/// <param name="Unknown">How many tokens of the complete text are not in the vocabulary: emoji, words of other scripts.</param>
public sealed record SentimentScore(string Label, float Score, IReadOnlyDictionary<string, float> Scores, int Tokens,
    bool Truncated, int Unknown)
{
    /// <summary>Whether any word of the text is in the vocabulary. All other texts get the same score, which says nothing.</summary>
    public bool HasKnownWord => Tokens - 2 > Unknown; // [CLS] and [SEP] are always known.
}
