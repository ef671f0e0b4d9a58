namespace Sentiment.Inference;

/// <summary>One text as the model takes it.</summary>
/// <param name="Ids">The token ids, [CLS] first and [SEP] last, truncated to the limit that was asked for.</param>
/// <param name="Tokens">How many ids the whole text has, specials included, before truncation.</param>
public readonly record struct TokenizedText(int[] Ids, int Tokens)
{
    /// <summary>How many of the whole text's tokens are not in the vocabulary.</summary>
    public int Unknown { get; init; }

    /// <summary>Whether ids were cut off.</summary>
    public bool Truncated => Tokens > Ids.Length;
}
