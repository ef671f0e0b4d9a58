using System.Runtime.InteropServices;

namespace Sentiment.Inference;

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
