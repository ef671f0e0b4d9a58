namespace Sentiment.Inference;

/// <summary>One text as the model takes it.</summary>
/// <param name="Ids">The token ids, [CLS] first and [SEP] last, truncated to the limit that was asked for.</param>
/// <param name="Tokens">How many ids the whole text has, specials included, before truncation.</param>
/// <param name="Unknown">How many of those are not in the vocabulary.</param>
public readonly record struct TokenizedText(int[] Ids, int Tokens, int Unknown = 0)
{
    /// <summary>Whether ids were cut off.</summary>
    public bool Truncated => Tokens > Ids.Length;
}
