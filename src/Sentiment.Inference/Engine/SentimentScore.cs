namespace Sentiment.Inference;

/// <summary>The sentiment of one text.</summary>
/// <param name="Label">The likeliest label, as the model's <c>config.json</c> names it in <c>id2label</c>.</param>
/// <param name="Score">The softmax probability of <paramref name="Label"/>, between 0 and 1.</param>
/// <param name="Scores">The softmax probability of every label; they sum to 1.</param>
/// <param name="Tokens">How many tokens the whole text has, [CLS] and [SEP] included, before truncation.</param>
/// <param name="Truncated">Whether the text was longer than the model's limit, so that only its beginning was scored.</param>
/// <param name="Unknown">How many of the whole text's tokens are not in the vocabulary: emoji, words of other scripts.</param>
public sealed record SentimentScore(string Label, float Score, IReadOnlyDictionary<string, float> Scores, int Tokens,
    bool Truncated, int Unknown)
{
    /// <summary>Whether the vocabulary knows anything in the text. Of all others the model says the same, so it says nothing.</summary>
    public bool HasKnownWord => Tokens - 2 > Unknown; // [CLS] and [SEP] are known always.
}
