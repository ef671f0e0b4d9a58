namespace Sentiment.Inference;

/// <summary>
/// The logits of short texts that were scored lately, by their token ids. A score does not depend on its batch, so equal ids have equal
/// logits to the last bit. Thread-safe.
/// </summary>
/// <remarks>
/// Two generations: what is used moves to the young one; when that is full, the old one is forgotten as a whole. That keeps what comes
/// often, in bounded memory, without a list to maintain at every use.
/// </remarks>
/// <param name="bytes">About how much memory it may take; 0 keeps nothing.</param>
internal sealed class ScoreCache(long bytes)
{
    /// <summary>Longer texts hardly ever come twice, and take the place of many short ones.</summary>
    public const int MostTokens = 64;

    // Two arrays with their headers, and the entry of the dictionary.
    private const int EntryBytes = 2 * 24 + 48;

    private readonly Lock gate = new();
    private Dictionary<int[], float[]> young = new(TokenIds.Comparer);
    private Dictionary<int[], float[]> old = new(TokenIds.Comparer);
    private long youngBytes;

    /// <summary>The logits of a text with these token ids; null when they are not known.</summary>
    public float[]? Find(int[] ids)
    {
        if (bytes == 0 || ids.Length > MostTokens)
            return null;
        lock (gate)
        {
            if (young.TryGetValue(ids, out var logits))
                return logits;
            if (old.Remove(ids, out logits))
                Keep(ids, logits);
            return logits;
        }
    }

    /// <summary>Keeps the logits of a text.</summary>
    /// <param name="ids">Its token ids; nobody may change them any more.</param>
    /// <param name="logits">Its logits, which are copied.</param>
    public void Add(int[] ids, ReadOnlySpan<float> logits)
    {
        if (bytes == 0 || ids.Length > MostTokens)
            return;
        lock (gate)
            Keep(ids, logits.ToArray());
    }

    private void Keep(int[] ids, float[] logits)
    {
        var size = EntryBytes + sizeof(int) * ids.Length + sizeof(float) * logits.Length;
        if (youngBytes + size > bytes / 2)
            (old, young, youngBytes) = (young, new(TokenIds.Comparer), 0);
        if (young.TryAdd(ids, logits))
            youngBytes += size;
    }
}
