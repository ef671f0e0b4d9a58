using System.Runtime.InteropServices;

namespace Sentiment.Inference;

/// <summary>
/// The scores of recent short texts, by token ids. A score does not depend on its batch, so texts with equal token ids have equal scores,
/// bit for bit. Thread-safe.
/// </summary>
/// <remarks>
/// There are two generations. A score that is used moves to the young one. When that is full, it becomes the old one, and the old one is
/// dropped. This keeps frequent texts in bounded memory, without a list to maintain on every use.
/// </remarks>
/// <param name="bytes">The memory that the cache may use, approximately; 0 switches it off.</param>
/// <param name="labels">The number of labels of a score.</param>
internal sealed class ScoreCache(long bytes, int labels)
{
    /// <summary>Longer texts are rarely repeated, and use the memory of many short ones.</summary>
    public const int MostTokens = 64;

    // The score with its probabilities, the headers of the arrays, and the entry of the dictionary.
    private readonly int entryBytes = 232 + sizeof(float) * labels;
    private readonly Lock gate = new();
    private Dictionary<int[], SentimentScore> young = new(TokenIds.Comparer);
    private Dictionary<int[], SentimentScore> old = new(TokenIds.Comparer);
    private long youngBytes;

    /// <summary>Whether the cache is switched off, so that every text is computed.</summary>
    public bool IsOff => bytes == 0;

    /// <summary>The score of a text with these token ids; null if it is not in the cache.</summary>
    public SentimentScore? Find(int[] ids)
    {
        if (IsOff || ids.Length > MostTokens)
            return null;
        lock (gate)
        {
            if (young.TryGetValue(ids, out var score))
                return score;
            if (old.Remove(ids, out score))
                Keep(ids, score);
            return score;
        }
    }

    /// <summary>Adds a score.</summary>
    /// <param name="ids">The token ids; they must not change afterwards.</param>
    /// <param name="score">Their score.</param>
    public void Add(int[] ids, SentimentScore score)
    {
        if (IsOff || ids.Length > MostTokens)
            return;
        lock (gate)
            Keep(ids, score);
    }

    private void Keep(int[] ids, SentimentScore score)
    {
        var size = entryBytes + sizeof(int) * ids.Length;
        if (youngBytes + size > bytes / 2)
            (old, young, youngBytes) = (young, new(TokenIds.Comparer), 0);
        if (young.TryAdd(ids, score))
            youngBytes += size;
    }
}

/// <summary>Compares token ids by their values.</summary>
internal sealed class TokenIds : IEqualityComparer<int[]>
{
    private TokenIds()
    {
    }

    /// <summary>The one comparer. Its hash codes differ from process to process, so that no sender can make them collide.</summary>
    public static TokenIds Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(int[] ids)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(ids.AsSpan()));
        return hash.ToHashCode();
    }
}
