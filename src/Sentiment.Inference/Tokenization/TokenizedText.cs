namespace Sentiment.Inference;

/// <summary>One text as model input.</summary>
/// <param name="Ids">The token ids, [CLS] first and [SEP] last, truncated to the requested limit.</param>
/// <param name="Tokens">How many ids the complete text has, including special tokens, before truncation.</param>
public readonly record struct TokenizedText(int[] Ids, int Tokens)
{
    /// <summary>How many tokens of the complete text are not in the vocabulary.</summary>
    public int Unknown { get; init; }

    /// <summary>Whether ids were cut off.</summary>
    public bool Truncated => Tokens > Ids.Length;
}
